package io.riffle.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.StopPoint;
import io.riffle.flow.Stopped;
import io.riffle.guest.Guest;
import io.riffle.junit.GuestTest;
import io.riffle.junit.InjectGuest;
import io.riffle.redis.client.Client;
import io.riffle.redis.client.Command;
import io.riffle.redis.client.Replies;
import io.riffle.redis.data.Extras;
import io.riffle.redis.server.DumpOptions;
import io.riffle.redis.server.RedisServer;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that is stopped, dumped, shuffled and restored in whatever it does. */
@GuestTest
class RedisStopsIT {
  private static final Duration SMALL = Duration.ofSeconds(4);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final long SEED = 5;

  @InjectGuest static Guest guest;

  @RegisterExtension private static final RedisInGuest REDIS = new RedisInGuest(() -> guest);

  private RedisServer server;
  private RedisTrial trial;

  @BeforeEach
  void start() {
    server = REDIS.server();
    trial = REDIS.begin();
  }

  @Test
  void whileItWaitsForClients() {
    trial.disturb(
        () -> {
          suspendIdle();
          ShuffleSummary summary = round(DumpOptions.ALONE);
          assertThat(summary.processes()).isEqualTo(1);
        });

    assertThat(trial.findings()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a sort              | sortCompare:100      | SORT numbers BY nosort* GET # ALPHA",
        "a search            | stringmatchlen:50    | KEYS *a*b*c*",
        "a script            | scriptCall:50        | EVAL loop 0 300",
        "freeing by a thread | lazyfreeFreeObject:1 | UNLINK garbage",
        "a sync by a thread  | fdatasync:1          | SET synced x",
      })
  void inTheMiddleOf(String what, String point, String command) {
    Object[] words = words(command);
    try (Client busy = server.connect();
        Client other = server.connect()) {
      fill(other);
      String expected = Replies.text(busy.call(words));
      fill(other);
      if (point.startsWith("fdatasync")) {
        other.call("CONFIG", "SET", "appendonly", "yes");
        awaitPersistence(other, "aof_rewrite_in_progress:0");
      }

      CompletableFuture<Stopped> stopping =
          CompletableFuture.supplyAsync(() -> server.suspend(StopPoint.parse(point)));
      awaitTraced();
      busy.post(Command.of(words));
      Stopped stopped = stopping.join();
      ShuffleSummary summary = round(DumpOptions.WITH_CLIENTS);

      assertThat(stopped.symbol()).contains(point.split(":")[0]);
      assertThat(summary.total().moved()).isPositive();
      assertThat(Replies.text(busy.receive())).isEqualTo(expected);
      other.call("CONFIG", "SET", "appendonly", "no");
      other.call("DEL", "numbers", "garbage", "synced");
    }
    trial.disturb(() -> {});
    assertThat(trial.findings()).isEmpty();
  }

  /** Three times in one life, with clients at work and clients that wait. */
  @Test
  void atRandomTimesUnderLoad() {
    SplittableRandom random = new SplittableRandom(SEED);
    trial.disturbUnderLoad(
        IntStream.range(0, 3)
            .mapToObj(i -> new StopPoint.AfterTime(Duration.ofMillis(1 + random.nextInt(200))))
            .<Runnable>map(
                point ->
                    () -> {
                      server.suspend(point);
                      round(DumpOptions.WITH_CLIENTS);
                    })
            .toList());

    assertThat(trial.findings()).isEmpty();
  }

  /**
   * The child has a copy of the parent's stacks, with the thread that forked alone, and holds the
   * connections of the time.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "BGSAVE, rdb_bgsave_in_progress, rdb_last_bgsave_status, dump.rdb, ''",
    "BGREWRITEAOF, aof_rewrite_in_progress, aof_last_bgrewrite_status, appendonlydir,"
        + " --appendonly yes",
  })
  void whileItsChildWrites(
      String command, String busy, String status, String written, String options) {
    try (Client client = server.connect()) {
      if (command.equals("BGREWRITEAOF")) {
        client.call("CONFIG", "SET", "appendonly", "yes");
        awaitPersistence(client, busy + ":0");
      }
      client.call("CONFIG", "SET", "rdb-key-save-delay", "10000");
      // It is caught as soon as it is there, so that it cannot end before.
      String stopChild = "until pkill -STOP -P " + server.pid() + "; do :; done";
      CompletableFuture<Void> caught =
          CompletableFuture.runAsync(() -> guest.run(stopChild, SMALL).orThrow());
      client.call(command);
      caught.join();
      suspendIdle();

      ShuffleSummary summary = round(DumpOptions.WITH_CLIENTS);

      assertThat(summary.processes()).isEqualTo(2);
      assertThat(client.text("INFO", "persistence")).contains(busy + ":1");
      client.call("SET", "riffle:meanwhile", "x");
      client.call("DEL", "riffle:meanwhile");
      guest.run("pkill -CONT -P " + server.pid(), SMALL).orThrow();
      awaitPersistence(client, busy + ":0");
      assertThat(client.text("INFO", "persistence")).contains(status + ":ok");
      client.call("CONFIG", "SET", "rdb-key-save-delay", "0");
      trial.compareSaved(written, options);
      client.call("CONFIG", "SET", "appendonly", "no");
    }
    trial.disturb(() -> {});
    assertThat(trial.findings()).isEmpty();
  }

  private ShuffleSummary round(DumpOptions options) {
    server.dump(options);
    ShuffleSummary summary = server.shuffle(ShuffleOptions.seeded(SEED));
    server.restore(options);
    int children = summary.processes() - 1;
    assertThat(summary.threads()).isEqualTo(RedisInGuest.THREADS + children);
    return summary;
  }

  /** Its timer may be at work when it is stopped; then it goes on and is stopped again. */
  private void suspendIdle() {
    Awaitility.await("a stop in epoll_wait")
        .pollInSameThread()
        .pollInterval(POLL)
        .atMost(guest.budget(SMALL.multipliedBy(2)))
        .until(
            () -> {
              Stopped stopped = server.suspend(new StopPoint.AfterTime(Duration.ofMillis(3)));
              boolean idle = stopped.symbol() != null && stopped.symbol().contains("epoll");
              if (!idle) {
                server.resume();
              }
              return idle;
            });
  }

  private static void awaitPersistence(Client client, String line) {
    Awaitility.await(line)
        .pollInSameThread()
        .pollInterval(POLL)
        .atMost(guest.budget(SMALL))
        .until(() -> client.text("INFO", "persistence").contains(line));
  }

  private static Object[] words(String command) {
    return List.of(command.split(" ")).stream()
        .map(word -> word.equals("loop") ? Extras.LOOP : word)
        .toArray();
  }

  /** What the commands work on; the same each time. */
  private static void fill(Client client) {
    List<Command> commands = new ArrayList<>(List.of(Command.of("DEL", "numbers", "garbage")));
    for (int i = 0; i < 300; i++) {
      commands.add(Command.of("RPUSH", "numbers", i * 7919 % 1000));
      commands.add(Command.of("SADD", "garbage", "member:" + i));
    }
    client.pipelineAll(commands);
  }

  private void awaitTraced() {
    String traced = "grep -q '^TracerPid:.*[1-9]' /proc/" + server.pid() + "/status";
    Awaitility.await("the monitor")
        .pollInterval(POLL)
        .atMost(guest.budget(SMALL))
        .until(() -> guest.run(traced, SMALL).succeeded());
  }
}
