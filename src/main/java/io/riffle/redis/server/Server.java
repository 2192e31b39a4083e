package io.riffle.redis.server;

import io.riffle.flow.Step;
import io.riffle.flow.StepRunner;
import io.riffle.flow.StepTrace;
import io.riffle.flow.StopPoint;
import io.riffle.guest.Guest;
import io.riffle.redis.client.Client;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One redis-server in a guest, from its start to its end, whoever takes it through the flow.
 *
 * <p>Steps throw {@link io.riffle.flow.StepFailedException} if what is tested fails, and {@link
 * io.riffle.guest.GuestException} if the guest does. Not safe for use by several threads.
 */
public abstract class Server implements AutoCloseable {
  /** The name of its binary in the guest. */
  public static final String NAME = "redis-server";

  /** The port that it listens on in the guest. */
  public static final int PORT = 6379;

  static final Duration SMALL = Duration.ofSeconds(4);
  private static final Duration POLL = Duration.ofMillis(50);

  final Guest guest;
  final StepRunner steps;
  final ServerProcess process;
  final String folder;
  final int size;

  /**
   * One that is not started yet.
   *
   * @param folder of the binary that is run
   * @param artefacts existing folder that gets the logs of the steps
   * @param listener is told of each step when it begins
   * @param size how many times longer than small data its data may take
   */
  Server(Guest guest, String folder, Path artefacts, Consumer<Step> listener, int size) {
    this.guest = guest;
    this.folder = folder;
    this.size = size;
    this.steps = new StepRunner(guest, artefacts, listener);
    this.process = new ServerProcess(guest, new Place(folder, NAME, PORT), size);
  }

  /** The binary as it was built, which no shuffle changes. */
  abstract String original();

  /** Whether it can be dumped with clients that are connected. */
  public abstract boolean takesClients();

  /**
   * Takes it through one round: suspended, dumped, shuffled and restored, it accepts commands.
   *
   * @param point where it is suspended; an implementation that chooses itself says so in its trace
   * @param shuffle nothing to leave the image as it is
   * @param options how it is dumped, as far as the implementation has a say in it
   * @return what was moved, if the implementation tells
   */
  public abstract Optional<ShuffleSummary> round(
      StopPoint point, Optional<ShuffleOptions> shuffle, DumpOptions options);

  /** The traces of the steps so far. */
  public List<StepTrace> traces() {
    return steps.traces();
  }

  /** Adds to the trace of the last step. */
  public void note(String note) {
    steps.note(note);
  }

  /** The end of what it wrote to its log. */
  public String log() {
    return process.log();
  }

  /** Its pid, which outlives dump and restore. */
  public int pid() {
    return process.pid();
  }

  /** Starts the server, as it was built and empty, and waits until it accepts commands. */
  public void start(String options) {
    start(options, Optional.empty());
  }

  /**
   * The same for a server that begins with data.
   *
   * @param data what {@link DataFile} has made
   */
  public void start(String options, Optional<Path> data) {
    String clean = "cd %s && rm -rf images/* *.rdb appendonlydir".formatted(folder);
    String loaded = folder + "/" + DataFile.NAME;
    if (data.isPresent()) {
      guest.run(clean, SMALL).orThrow();
      guest.sendAll(Map.of(loaded, data.get()));
    }
    String command =
        "%s && cp --remove-destination %s %s && { %s; }"
            .formatted(
                data.isPresent() ? "cd " + folder : clean,
                original(),
                NAME,
                process.place().startLine(options));
    process.started(steps.run(Step.RUN, command, Optional.empty(), SMALL).output());
    if (!process.awaitAnswer()) {
      throw steps.failure(
          process.isAlive() ? "it does not answer" : "it has ended instead of answering",
          process.log());
    }
    if (data.isPresent()) {
      // There is no room for more than one copy of large data on the guest's disk.
      guest.run("rm -f " + loaded, SMALL).orThrow();
    }
  }

  /** A connection to it, through a port of this machine. */
  public Client connect() {
    return process.connect();
  }

  /**
   * Waits until no client is connected any more, as the server sees it.
   *
   * @throws org.awaitility.core.ConditionTimeoutException if some still are
   */
  public void awaitNoClients() {
    String established = "ss -Htn state established state close-wait '( sport = :" + PORT + " )'";
    Awaitility.await("the end of the last client's connection")
        .pollInSameThread()
        .pollInterval(POLL)
        .atMost(guest.budget(SMALL))
        .until(() -> guest.run(established, SMALL).orThrow().output().isBlank());
  }

  /**
   * Another server beside this one, as it was built, that has loaded a file which this one saved.
   *
   * @param file {@code dump.rdb} or {@code appendonlydir}
   */
  public ServerProcess fresh(String file, String options) {
    Place place = new Place(folder + "/fresh", NAME, PORT + 1);
    ServerProcess fresh = new ServerProcess(guest, place, size);
    String command =
        "cd %s && rm -rf fresh images/* && mkdir fresh && cp %s fresh/%s && cp -r %s fresh/ && { %s; }"
            .formatted(folder, original(), NAME, file, place.startLine(options));
    fresh.started(
        steps.run(Step.COMPLETE, command, Optional.empty(), SMALL.multipliedBy(size)).output());
    if (!fresh.awaitAnswer()) {
      throw steps.failure(
          "a fresh server does not load " + file + (fresh.isAlive() ? "" : ": it has ended"),
          fresh.log());
    }
    return fresh;
  }

  /** Ends the server as its users do, and waits until it is gone. */
  public void end() {
    steps.begin(Step.COMPLETE);
    long start = System.nanoTime();
    try (Client client = connect()) {
      client.call("SHUTDOWN", "NOSAVE");
    } catch (JedisException connectionIsGone) {
      // So it is when the server ends.
    }
    boolean gone = process.awaitEnd();
    steps.record(Step.COMPLETE, "redis-cli shutdown nosave", gone ? 0 : 1, start, process.log());
    if (!gone) {
      throw steps.failure("it does not end", process.log());
    }
  }

  /** Kills what is left of it, so that the next one finds a clean guest. */
  @Override
  public abstract void close();
}
