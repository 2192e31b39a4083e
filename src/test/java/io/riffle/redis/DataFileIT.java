package io.riffle.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.guest.Guest;
import io.riffle.junit.GuestTest;
import io.riffle.junit.InjectGuest;
import io.riffle.redis.check.KeyName;
import io.riffle.redis.server.DataFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Data that a server of this machine has saved are those that commands make in the guest. */
@GuestTest
class DataFileIT {
  @InjectGuest static Guest guest;

  @RegisterExtension private static final RedisInGuest REDIS = new RedisInGuest(() -> guest);

  @TempDir private Path folder;

  @Test
  void theFileGivesTheSameKeysAsTheCommands() {
    RedisTrial commands = REDIS.begin();
    commands.end();
    RedisTrial file = REDIS.trial();
    Path filling = RedisInGuest.builder().buildForHost().server();
    file.begin(DataFile.make(filling, RedisInGuest.DATA, folder));

    assertThat(file.reference().digest()).isEqualTo(commands.reference().digest());
    assertThat(encodings(file)).isEqualTo(encodings(commands));
    file.disturb(() -> {});
    assertThat(file.findings()).isEmpty();
  }

  private static Map<KeyName, String> encodings(RedisTrial trial) {
    Map<KeyName, String> encodings = new TreeMap<>();
    trial.reference().keys().forEach((name, key) -> encodings.put(name, key.encoding()));
    return encodings;
  }
}
