package io.riffle.flow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.riffle.criu.ImageDirectory;
import io.riffle.elf.ElfFile;
import io.riffle.guest.Guest;
import io.riffle.shell.CommandResult;
import io.riffle.shell.Shell;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import io.riffle.shuffle.Shuffler;
import io.riffle.shuffle.unwind.ModuleFiles;
import io.riffle.storage.ByteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Riffle's own implementation of the flow: one program taken through it in one guest, a step at a
 * time:
 *
 * <pre>{@code
 * InstalledProgram installed = InstalledProgram.install(guest, program, monitor);
 * Flow flow = new Flow(installed, Duration.ofSeconds(10), artefacts, step -> {});
 * flow.spawn(new StopPoint.AtFunction(MigrationPoint.parse("rank_bucket:92")));
 * flow.dump();
 * flow.shuffle(ShuffleOptions.seeded(42));
 * flow.restore();
 * Completed completed = flow.complete();
 * }</pre>
 *
 * <p>Steps throw {@link StepFailedException} if what is tested fails, and {@link
 * io.riffle.guest.GuestException} if the guest does. Not safe for use by several threads.
 */
public final class Flow implements Pipeline {
  private static final Duration CRIU = Duration.ofSeconds(8);
  private static final Duration SMALL = Duration.ofSeconds(4);
  private static final String ROOT = "/";

  /** A guest's shell passes no more. */
  private static final int MOST_PRINTED_MB = 64;

  private final InstalledProgram program;
  private final Guest guest;
  private final GuestLayout layout;
  private final BinaryMirror mirror;
  private final StepRunner steps;
  private final Duration longestRun;
  private final List<String> arguments;
  private Optional<Stopped> stopped = Optional.empty();
  private boolean endedAtSpawn;

  /**
   * A flow of a program that is installed in a guest; nothing is done yet.
   *
   * @param longestRun how long the program may run on hardware
   * @param artefacts existing folder that gets the logs of the steps
   * @param listener is told of each step when it begins
   */
  public Flow(
      InstalledProgram program, Duration longestRun, Path artefacts, Consumer<Step> listener) {
    this.program = program;
    this.guest = program.guest();
    this.layout = program.layout();
    this.mirror = program.mirror();
    this.steps = new StepRunner(guest, artefacts, listener);
    this.longestRun = longestRun;
    this.arguments = program.arguments();
  }

  /** The traces of the steps so far. */
  @Override
  public List<StepTrace> traces() {
    return steps.traces();
  }

  /** Runs the program undisturbed, from start to end. */
  @Override
  public Completed run() {
    String command = fresh() + monitorSpawn("") + " && " + monitorWait(layout.spawnStatus());
    return completed(runs(Step.RUN, command));
  }

  /**
   * Runs the program under the monitor until it is suspended.
   *
   * @throws StepFailedException if it has no such function or instruction, or if it ends before;
   *     {@link #complete} then tells how
   */
  @Override
  public Stopped spawn(StopPoint point) {
    stopped = Optional.empty();
    endedAtSpawn = false;
    check(Step.SPAWN, point);
    String command = fresh() + monitorSpawn(point.monitorOption());
    try {
      return stands(runs(Step.SPAWN, command).output());
    } catch (StepFailedException e) {
      endedAtSpawn = e.endedBeforeStop();
      throw e;
    }
  }

  /** Runs a step that lasts as long as the program; if that takes too long, says where it is. */
  private CommandResult runs(Step step, String command) {
    try {
      return steps.run(step, command, Optional.empty(), longestRun.plus(SMALL));
    } catch (StepFailedException e) {
      if (e.trace().exitCode() != StepFailedException.OUT_OF_TIME) {
        throw e;
      }
      boolean toItsStop = step == Step.SPAWN || step == Step.ADVANCE;
      throw e.because(
          "no %s within %d s%s"
              .formatted(
                  toItsStop ? "stop" : "end",
                  guest.budget(longestRun).toSeconds(),
                  whereabouts().map(place -> "; it is " + place).orElse("")));
    }
  }

  /** Suspends what still runs of the program to see where it is. */
  private Optional<Stopped> whereabouts() {
    CommandResult result =
        guest.run(
            "%s attach --after 0 --timeout %d $(%s | tail -n 1)"
                .formatted(GuestLayout.MONITOR, guest.budget(SMALL).toSeconds(), layout.listPids()),
            SMALL.multipliedBy(2));
    return result.succeeded()
        ? Optional.of(steps.parse(result.output(), Stopped.class))
        : Optional.empty();
  }

  private Stopped stands(String said) {
    Stopped now = steps.parse(said, Stopped.class);
    steps.note(now.toString());
    stopped = Optional.of(now);
    return now;
  }

  private int pid() {
    return stopped
        .orElseThrow(() -> new IllegalStateException("no process is suspended: spawn one first"))
        .pid();
  }

  private void check(Step step, StopPoint point) {
    if (point instanceof StopPoint.AtFunction at) {
      mirror
          .objection(at.point())
          .ifPresent(
              objection -> {
                steps.begin(step);
                steps.record(step, point.monitorOption(), 1, System.nanoTime(), objection);
                throw steps.failure(objection, "");
              });
    }
  }

  /** Has CRIU dump the suspended process, which ends it. */
  @Override
  public void dump() {
    String command =
        "cd %s && rm -rf images && mkdir images && criu dump -t %d -D images -o %s -v2"
            .formatted(layout.folder(), pid(), layout.log(Step.DUMP));
    steps.run(Step.DUMP, command, Optional.of(layout.log(Step.DUMP)), CRIU);
  }

  /**
   * Rewrites the dumped image and the binary from this side, over SFTP.
   *
   * @throws StepFailedException if the shuffler refuses or fails; what it says is the reason
   */
  @Override
  public Optional<ShuffleSummary> shuffle(ShuffleOptions options) {
    steps.begin(Step.SHUFFLE);
    Shell shell = guest.shell();
    String command =
        "riffle shuffle " + layout.images() + " " + layout.binary() + " --seed " + options.seed();
    long start = System.nanoTime();
    try (ByteStore binary = mirror.open(shell.directory(layout.folder()).open(layout.name()));
        ImageDirectory image = ImageDirectory.open(shell.directory(layout.images()));
        ModuleFiles libraries = ModuleFiles.below(shell.directory(ROOT))) {
      ShuffleSummary summary = Shuffler.shuffle(image, ElfFile.read(binary), libraries, options);
      steps.record(Step.SHUFFLE, command, 0, start, summary.toText());
      ShuffleSummary.Totals total = summary.total();
      steps.note(
          total.moved()
              + " of "
              + total.movable()
              + " movable objects moved; binary's SHA-256 "
              + digestOfBinary());
      return Optional.of(summary);
    } catch (IOException e) {
      guest.throwIfLost(e);
      steps.record(Step.SHUFFLE, command, 1, start, e.toString());
      throw steps.failure(e.getMessage(), "");
    }
  }

  private String digestOfBinary() {
    return guest.run("sha256sum " + layout.binary(), SMALL).orThrow().output().split(" ", 2)[0];
  }

  /** Has CRIU make the process again, still suspended. */
  @Override
  public void restore() {
    // The monitor takes criu's place when the process is there, so that its end can be awaited.
    String command =
        """
        cd %1$s && rm -f %2$s && { setsid criu restore -D images -o %3$s -v2 \
        --exec-cmd -- %4$s adopt --stopped --status %2$s %5$d </dev/null >>restore.err 2>&1 & } && \
        criu=$! && while kill -0 $criu 2>/dev/null; do \
        if [ "$(cat /proc/$criu/comm)" = riffle-monitor ]; then exit 0; fi; sleep 0.02; done; \
        cat restore.err >&2; wait $criu\
        """
            .formatted(
                layout.folder(),
                layout.restoreStatus(),
                layout.log(Step.RESTORE),
                GuestLayout.MONITOR,
                pid());
    steps.run(Step.RESTORE, command, Optional.of(layout.log(Step.RESTORE)), CRIU);
  }

  /**
   * Lets the restored process go on until it is suspended again.
   *
   * @throws StepFailedException if it ends before, or has no such instruction
   */
  @Override
  public Stopped advance(StopPoint point) {
    return advanceOrEnd(point).orElseThrow(steps::endedBeforeStop);
  }

  /**
   * As {@link #advance}, for a program that may end before.
   *
   * @return empty if it ended; {@link #complete} then tells how
   */
  public Optional<Stopped> advanceOrEnd(StopPoint point) {
    check(Step.ADVANCE, point);
    // A process that ended in between is no failure, and stays so for complete() to tell.
    String command =
        "%s attach %s --timeout %d %d || { status=$?; [ $status = %d ] || exit $status; echo; }"
            .formatted(
                GuestLayout.MONITOR,
                point.monitorOption(),
                guest.budget(longestRun).toSeconds(),
                pid(),
                StepFailedException.ENDED_BEFORE);
    CommandResult result = runs(Step.ADVANCE, command);
    String said = lastLine(result.output());
    if (said.isEmpty()) {
      steps.note("ended before");
      return Optional.empty();
    }
    return Optional.of(stands(said));
  }

  /**
   * Lets the restored process go on, unless it has ended, waits for its end and collects its
   * output; that of a process that ended before its first stop as well.
   */
  @Override
  public Completed complete() {
    String command =
        endedAtSpawn
            ? monitorWait(layout.spawnStatus())
            : "{ kill -CONT %d 2>/dev/null || true; } && %s"
                .formatted(pid(), monitorWait(layout.restoreStatus()));
    return completed(runs(Step.COMPLETE, command));
  }

  @Override
  public Optional<ProcessState> state() {
    CommandResult result = guest.run(GuestLayout.MONITOR + " state " + pid(), SMALL);
    if (!result.succeeded()) {
      throw steps.failure("then its state could not be read", result.errors());
    }
    steps.keepState(result.output());
    return Optional.of(steps.parse(result.output(), ProcessState.class));
  }

  /**
   * Kills what is left of the program, and deletes the files in its folder that were not put there
   * with it: they may fill the disk. The next flow finds a clean guest.
   */
  @Override
  public void cleanUp() {
    String own =
        Stream.concat(Stream.of(layout.name()), program.files().stream())
            .map(name -> " ! -name " + InstalledCheckout.quoted(name))
            .collect(Collectors.joining());
    guest.run(
        "kill -9 $(%s); pkill -9 -f '[r]iffle-monitor (spawn|adopt)'; find %s -maxdepth 1 -type f%s -delete; true"
            .formatted(layout.listPids(), layout.folder(), own),
        SMALL);
  }

  private Completed completed(CommandResult result) {
    String said = lastLine(result.output());
    Ended end = steps.parse(said, Ended.class);
    Optional<Duration> cpu =
        Optional.ofNullable(steps.parse(said, Used.class).cpuMillis()).map(Duration::ofMillis);
    steps.note(end.toString());
    String output = printed(layout.output());
    String errors = printed(layout.errors());
    StepTrace last = steps.traces().get(steps.traces().size() - 1);
    RunOrigin origin = new RunOrigin(guest, layout.name(), last);
    return new Completed(end, output, errors, Optional.of(origin), cpu);
  }

  /** A program that prints so much that it cannot be compared is at fault, not its guest. */
  private String printed(String file) {
    String size = guest.run("stat -c %s " + file, SMALL).orThrow().output().strip();
    long megabytes = Long.parseLong(size) >> 20;
    if (megabytes >= MOST_PRINTED_MB) {
      throw steps.failure(
          "it printed %d MiB to %s: let it print less than %d MiB"
              .formatted(megabytes, file, MOST_PRINTED_MB),
          guest.run("head -c 1000 " + file, SMALL).output());
    }
    return guest.run("cat " + file, SMALL).orThrow().output();
  }

  /** What the monitor says of a program's time, if it does. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Used(Long cpuMillis) {}

  /** Takes the ISA's binary as it was built, since a shuffle changes the one that is run. */
  private String fresh() {
    return "cd %s && cp --remove-destination %s %s && rm -f %s && "
        .formatted(
            layout.folder(), layout.binaryOf(guest.isa()), layout.binary(), layout.spawnStatus());
  }

  /** Without a stop the program is waited for, and killed only if the one who waits is gone. */
  private String monitorSpawn(String stopOption) {
    Duration most = stopOption.isEmpty() ? longestRun.plus(SMALL) : longestRun;
    return "%s spawn %s --stdout %s --stderr %s --status %s --timeout %d -- %s%s"
        .formatted(
            GuestLayout.MONITOR,
            stopOption,
            layout.output(),
            layout.errors(),
            layout.spawnStatus(),
            guest.budget(most).toSeconds(),
            layout.binary(),
            words(arguments));
  }

  /** For the shell, each after a space. */
  static String words(List<String> arguments) {
    return arguments.stream()
        .map(word -> " " + InstalledCheckout.quoted(word))
        .collect(Collectors.joining());
  }

  private String monitorWait(String status) {
    return "%s wait --timeout %d --status %s"
        .formatted(GuestLayout.MONITOR, guest.budget(longestRun).toSeconds(), status);
  }

  private static String lastLine(String output) {
    List<String> lines = output.lines().toList();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }
}
