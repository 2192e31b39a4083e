package io.riffle.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.flow.StepFailedException;
import io.riffle.guest.Guest;
import io.riffle.junit.GuestTest;
import io.riffle.junit.InjectGuest;
import io.riffle.redis.client.Client;
import io.riffle.redis.client.Replies;
import io.riffle.redis.server.DataFile;
import io.riffle.redis.server.DumpOptions;
import io.riffle.redis.server.RedisServer;
import io.riffle.shuffle.ShuffleOptions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is wrong with the data of a restored server is found, and nothing else is. */
@GuestTest
class RedisFaultsIT {
  private static final Duration SMALL = Duration.ofSeconds(4);
  private static final int DUE = 20;

  @InjectGuest static Guest guest;

  @RegisterExtension private static final RedisInGuest REDIS = new RedisInGuest(() -> guest);

  private RedisServer server;

  @BeforeEach
  void create() {
    server = REDIS.server();
  }

  @Test
  void eachFaultIsListedByItsKeyWithBeforeAndAfter() {
    RedisTrial trial = REDIS.begin();
    trial.disturb(
        () -> {
          round(() -> {});
          try (Client client = server.connect()) {
            client.call("APPEND", "text:22", "!");
            client.call("DEL", "hash:7");
            client.call("SETBIT", "bitmap:6", "8001", "1");
            client.call("LSET", "list:9", "2", "other");
            client.call("ZINCRBY", "zset:14", "0.001", "member:3");
            long expiry = Replies.number(client.call("PEXPIRETIME", "set-integers:11"));
            client.call("PEXPIREAT", "set-integers:11", expiry + 1);
            assertThat(client.call("XACK", "stream:16", "second", "2-1")).isEqualTo(1L);
            client.call("SELECT", "1");
            client.call("SET", "new", "key");
            client.call("SELECT", "0");
            client.call("CONFIG", "SET", "maxmemory-samples", "8");
            client.call("ACL", "SETUSER", "alice", "+set");
            client.call("FUNCTION", "DELETE", "riffle");
            client.call("SCRIPT", "FLUSH");
          }
        });

    assertThat(trial.findings())
        .anyMatch(finding -> finding.matches(".*db0 \"text:22\" value: \"\\w+\" -> \"\\w+!\""))
        .anyMatch(finding -> finding.matches(".*db0 \"hash:7\": hash \\{.* -> nothing"))
        .anyMatch(finding -> finding.contains("db0 \"bitmap:6\" value: "))
        .anyMatch(finding -> finding.contains("db0 \"list:9\" value: "))
        .anyMatch(finding -> finding.contains("db0 \"zset:14\" value: "))
        .anyMatch(finding -> finding.matches(".*db0 \"set-integers:11\" expiry: \\d+ -> \\d+"))
        .anyMatch(finding -> finding.contains("db0 \"stream:16\" value: "))
        .anyMatch(finding -> finding.contains("db1 \"new\": nothing -> string \"key\""))
        .anyMatch(finding -> finding.contains("config maxmemory-samples: \"7\" -> \"8\""))
        .anyMatch(finding -> finding.contains("user alice: "))
        .anyMatch(finding -> finding.contains("library riffle: "))
        .anyMatch(finding -> finding.contains(": [1] -> [0]"))
        .anyMatch(finding -> finding.contains("digest: "))
        .anyMatch(finding -> finding.contains("digest of db0: "))
        .anyMatch(finding -> finding.contains("digest of db1: "))
        .noneMatch(finding -> finding.contains("digest of db5: "))
        .noneMatch(finding -> finding.contains("digest of db9: "))
        .anyMatch(finding -> finding.contains("dbsize 0: "))
        .anyMatch(finding -> finding.contains("the script that adds: NOSCRIPT "))
        .anyMatch(finding -> finding.contains("the function that doubles: "))
        .anyMatch(finding -> finding.contains("a write of alice: \"OK\" instead of"));
  }

  @Test
  void aSavedFileThatIsNotOfTheStateIsFound() {
    RedisTrial trial = REDIS.begin();
    try (Client client = server.connect()) {
      client.call("SAVE");
      trial.compareSaved(DataFile.NAME, "");
      assertThat(trial.findings()).isEmpty();
      client.call("SET", "text:22", "other");
      client.call("SAVE");
    }

    trial.compareSaved(DataFile.NAME, "");

    assertThat(trial.findings())
        .anyMatch(
            finding ->
                finding.matches(
                    "in a fresh server that loaded dump.rdb: db0 \"text:22\" value: \"\\w+\" ->"
                        + " \"other\""));
  }

  @Test
  void aServerThatEndsAtOnceIsNotWaitedFor() {
    assertThatThrownBy(() -> server.start("--maxmemory much"))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("it has ended instead of answering")
        .extracting(e -> ((StepFailedException) e).evidence())
        .asString()
        .contains("maxmemory");
  }

  @Test
  void keysThatExpireWhileItIsDumpedAreGoneAndNoOthers() {
    server.start("");
    try (Client client = server.connect()) {
      long now = client.seconds() * 1000;
      for (int i = 0; i < DUE; i++) {
        client.call("SET", "due:" + i, "soon", "PXAT", now + 600_000 + i);
      }
    }
    RedisTrial trial = REDIS.trial();
    trial.fill();
    int before = trial.reference().keys().size();
    try {
      trial.disturb(() -> round(() -> setClock(900)));

      assertThat(trial.findings()).isEmpty();
      try (Client client = server.connect()) {
        assertThat(client.call("EXISTS", "due:0", "due:19")).isEqualTo(0L);
        int left = 0;
        for (int database : new int[] {0, 1, 5, 9}) {
          client.call("SELECT", database);
          left += (int) Replies.number(client.call("DBSIZE"));
        }
        assertThat(left).isEqualTo(before - DUE);
      }
    } finally {
      setClock(-900);
    }
  }

  private void round(Runnable whileDumped) {
    server.dump(DumpOptions.ALONE);
    whileDumped.run();
    server.shuffle(ShuffleOptions.seeded(1));
    server.restore(DumpOptions.ALONE);
  }

  private static void setClock(int secondsForward) {
    guest.run("date -s @$(($(date +%s) + " + secondsForward + "))", SMALL).orThrow();
  }
}
