package io.riffle.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.riffle.flow.InstalledProgram;
import io.riffle.flow.StepFailedException;
import io.riffle.flow.StopPoint;
import io.riffle.guest.Guest;
import io.riffle.junit.GuestTest;
import io.riffle.junit.InjectGuest;
import io.riffle.redis.check.Difference;
import io.riffle.redis.check.ServerState;
import io.riffle.redis.check.StateComparison;
import io.riffle.redis.check.StateReader;
import io.riffle.redis.client.Client;
import io.riffle.redis.client.Command;
import io.riffle.redis.client.Replies;
import io.riffle.redis.data.Dataset;
import io.riffle.redis.data.Extras;
import io.riffle.redis.load.ReplyCheck;
import io.riffle.redis.server.DumpOptions;
import io.riffle.redis.server.RedisServer;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import io.riffle.workload.MigrationPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with a little data in situations of its own. */
@GuestTest
class RedisIT {
  private static final Dataset DATA = new Dataset(11, 400);
  private static final Duration SMALL = Duration.ofSeconds(2);
  private static final int THREADS = 4;

  @InjectGuest static Guest guest;
  private static InstalledProgram installed;

  @TempDir private Path folder;
  private RedisServer server;
  private List<String> scripts;

  @BeforeEach
  void start() {
    if (installed == null || installed.guest() != guest) {
      installed = RedisInGuest.install(guest);
    }
    server = new RedisServer(installed, folder, step -> {});
    server.start("");
    try (Client client = server.connect()) {
      DATA.load(client);
      scripts = Extras.load(client);
    }
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void withoutTheOptionCriuRefusesAClientAndTheServerLivesOn() {
    try (Client client = server.connect()) {
      client.call("CLIENT", "SETNAME", "stays");
      ServerState before = StateReader.read(client, scripts);

      StepFailedException refused =
          catchThrowableOfType(StepFailedException.class, () -> server.dump(DumpOptions.ALONE));

      assertThat(refused).hasMessageContaining("tcp-established");
      assertThat(differences(before, client)).isEmpty();
    }
  }

  @Test
  void keysThatExpireWhileItIsDumpedAreGoneAndNoOthers() {
    ServerState before;
    try (Client client = server.connect()) {
      long now = Replies.number(Replies.list(client.call("TIME")).get(0)) * 1000;
      for (int i = 0; i < 20; i++) {
        client.call("SET", "due:" + i, "soon", "PXAT", now + 600_000 + i);
      }
      before = StateReader.read(client, scripts);
    }
    server.awaitNoClients();
    server.dump(DumpOptions.ALONE);
    setClock(900);
    server.shuffle(ShuffleOptions.seeded(1));
    server.restore(DumpOptions.ALONE);

    try (Client client = server.connect()) {
      ServerState after = StateReader.read(client, scripts);
      long now = Replies.number(Replies.list(client.call("TIME")).get(0)) * 1000;
      assertThat(StateComparison.restored(now).compare(before, after)).isEmpty();
      assertThat(after.keys()).hasSize(before.keys().size() - 20);
    } finally {
      setClock(-900);
    }
  }

  @Test
  void eachFaultMadeOnPurposeIsListedByItsKey() {
    try (Client client = server.connect()) {
      client.call("SET", "expiring", "x", "PXAT", 4_000_000_000_000L);
      ServerState before = StateReader.read(client, scripts);
      String changed = key(before, "text");
      String lost = key(before, "hash");
      String stream = key(before, "stream");

      client.call("APPEND", changed, "!");
      client.call("DEL", lost);
      client.call("PEXPIREAT", "expiring", 4_000_000_000_001L);
      assertThat(client.call("XACK", stream, "second", "2-1")).isEqualTo(1L);
      client.call("CONFIG", "SET", "maxmemory-samples", "8");

      assertThat(differences(before, client))
          .filteredOn(difference -> !difference.what().equals("time of last use"))
          .extracting(difference -> difference.where() + " " + difference.what())
          .contains(
              "db0 \"" + changed + "\" value",
              "db0 \"" + lost + "\" ",
              "db0 \"expiring\" expiry",
              "db0 \"" + stream + "\" value",
              "config maxmemory-samples ",
              "digest ",
              "dbsize 0 ");
    }
  }

  @Test
  void aSwappedPairOfRepliesIsCaught() {
    try (Client client = server.connect()) {
      List<String> sent = IntStream.range(0, 100).mapToObj(i -> "n" + i).toList();
      List<Object> replies =
          client.pipeline(sent.stream().map(word -> Command.of("ECHO", word)).toList());
      List<String> received = new ArrayList<>(replies.stream().map(Replies::string).toList());
      assertThat(ReplyCheck.problems(sent, received)).isEmpty();

      Collections.swap(received, 41, 42);

      assertThat(ReplyCheck.problems(sent, received)).hasSize(2);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a sort             | sortCompare:100      | SORT numbers BY nosort* GET # ALPHA",
        "a search           | stringmatchlen:50    | KEYS *a*b*c*",
        "a script           | scriptCall:50        | EVAL loop 0",
        "freeing by a thread| lazyfreeFreeObject:1 | UNLINK garbage",
      })
  void isShuffledInTheMiddleOf(String what, String point, String command) {
    try (Client client = server.connect();
        Client busy = server.connect()) {
      Object[] words = words(command);
      fill(client);
      String expected = Replies.text(client.call(words));
      fill(client);
      busy.call("CLIENT", "SETNAME", "busy");
      ServerState before = StateReader.read(client, scripts);

      CompletableFuture<Void> stopping =
          CompletableFuture.runAsync(
              () -> server.suspend(new StopPoint.AtFunction(MigrationPoint.parse(point))));
      awaitTraced();
      busy.post(Command.of(words));
      stopping.join();
      server.dump(DumpOptions.WITH_CLIENTS);
      ShuffleSummary summary = server.shuffle(ShuffleOptions.seeded(5));
      server.restore(DumpOptions.WITH_CLIENTS);

      assertThat(summary.threads()).isEqualTo(THREADS);
      assertThat(Replies.text(busy.receive())).isEqualTo(expected);
      fill(client);
      assertThat(differences(before, client))
          .filteredOn(difference -> !difference.what().equals("time of last use"))
          .isEmpty();
    }
  }

  @ParameterizedTest(name = "after {0} ms")
  @ValueSource(ints = {1, 23, 177})
  void isShuffledWhereverItIs(int millis) {
    RedisTrial trial = new RedisTrial(server, DATA, guest.budget(SMALL.multipliedBy(4)));
    server.end();
    trial.begin();
    trial.disturbUnderLoad(
        List.of(
            () -> {
              server.suspend(new StopPoint.AfterTime(Duration.ofMillis(millis)));
              server.dump(DumpOptions.WITH_CLIENTS);
              assertThat(server.shuffle(ShuffleOptions.seeded(millis)).threads())
                  .isEqualTo(THREADS);
              server.restore(DumpOptions.WITH_CLIENTS);
            }));

    assertThat(trial.findings()).isEmpty();
  }

  private static Object[] words(String command) {
    String loop = "local n = 0 for i = 1, 300 do n = n + #redis.call('PING').ok end return n";
    return List.of(command.split(" ")).stream()
        .map(word -> word.equals("loop") ? loop : word)
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
        .atMost(guest.budget(SMALL))
        .until(() -> guest.run(traced, SMALL).succeeded());
  }

  private List<Difference> differences(ServerState before, Client client) {
    return StateComparison.restored(0).compare(before, StateReader.read(client, scripts));
  }

  private static String key(ServerState state, String kind) {
    return state.keys().keySet().stream()
        .filter(name -> name.database() == 0 && name.key().startsWith("\"" + kind + ":"))
        .map(name -> name.key().replace("\"", ""))
        .findFirst()
        .orElseThrow();
  }

  private static void setClock(int secondsForward) {
    guest.run("date -s @$(($(date +%s) + " + secondsForward + "))", SMALL).orThrow();
  }
}
