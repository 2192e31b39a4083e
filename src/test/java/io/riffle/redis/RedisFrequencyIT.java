package io.riffle.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.StopPoint;
import io.riffle.guest.Guest;
import io.riffle.junit.GuestTest;
import io.riffle.junit.InjectGuest;
import io.riffle.redis.client.Client;
import io.riffle.redis.server.DumpOptions;
import io.riffle.redis.server.RedisServer;
import io.riffle.shuffle.ShuffleOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that counts how often each key is used, and forgets when. */
@GuestTest
class RedisFrequencyIT {
  /** The counter has a byte, and some keys are made by many commands. */
  private static final int MOST = 255;

  @InjectGuest static Guest guest;

  @RegisterExtension private static final RedisInGuest REDIS = new RedisInGuest(() -> guest);

  private RedisServer server;
  private RedisTrial trial;

  @BeforeEach
  void start() {
    server = REDIS.server();
    server.start("--maxmemory-policy allkeys-lfu --lfu-decay-time 0 --lfu-log-factor 0");
    trial = REDIS.trial();
    trial.fill();
  }

  @Test
  void countsOn() {
    trial.disturb(this::round);
    assertThat(trial.findings()).isEmpty();
    assertThat(trial.reference().keys().values())
        .allMatch(
            key ->
                key.use().frequencyRead() > key.use().frequency() || key.use().frequency() == MOST);
  }

  @Test
  void aUseInBetweenIsFound() {
    trial.disturb(
        () -> {
          round();
          try (Client client = server.connect()) {
            client.call("GET", "text:22");
          }
        });

    assertThat(trial.findings())
        .singleElement()
        .asString()
        .matches(".*db0 \"text:22\" frequency of use: \\d+ -> \\d+");
  }

  private void round() {
    server.suspend(StopPoint.parse("serverCron:2"));
    server.dump(DumpOptions.ALONE);
    server.shuffle(ShuffleOptions.seeded(4));
    server.restore(DumpOptions.ALONE);
  }
}
