package io.riffle.flow;

import io.riffle.guest.Guest;
import io.riffle.host.HostException;
import io.riffle.host.Scratch;
import io.riffle.shell.CommandResult;
import io.riffle.shell.ShellException;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An implementation of the flow that is driven through its Makefile: the targets {@code spawn},
 * {@code dump}, {@code shuffle} and {@code restore} in the program's directory, with {@code
 * TRANSPROC} set to the checkout on make's command line, and {@code SEED}, for those that take one.
 *
 * <p>What recipes do in different ways is seen from outside: {@code spawn} and {@code restore} may
 * stay in the foreground or return at once, so that the program's process is looked for, by {@code
 * pidof}, until it stands or runs. The place of the stop is the checkout's choice. What the program
 * wrote may be mixed with what the tools say; lines of another shape than any of the undisturbed
 * run's are left out, and its stderr is not judged.
 *
 * <pre>{@code
 * Completed reference = pipeline.run();
 * pipeline.spawn(stop);
 * pipeline.dump();
 * pipeline.shuffle(ShuffleOptions.seeded(42));
 * pipeline.restore();
 * Judgement judgement = NpbOracle.judge(pipeline.complete(), reference);
 * }</pre>
 */
public final class MakePipeline implements Pipeline {
  /** How long a recipe may take on hardware, if nothing else is said. */
  public static final Duration LONGEST_STEP = Duration.ofSeconds(20);

  private static final Duration SMALL = Duration.ofSeconds(4);

  /** Where a folder lies in a guest as one file, before and after it is carried. */
  private static final String PACKED = "/tmp/riffle-packed.tar";

  private static final String NOT_OFFERED = "not offered: ";
  private static final Pattern VERDICT = Pattern.compile("^\\s*Verification\\b");
  private static final String NUMBER = "[-+]?[0-9][-+0-9.eEdD:]*|[-+]?(?i:nan|inf)";

  private final MakeDriver driver;
  private final Guest guest;
  private final Reference reference;
  private final StepRunner steps;
  private final Duration longestRun;
  private final Duration longestStep;

  /** Keeps the shapes of an undisturbed run's lines for the pipelines that come after. */
  public static final class Reference {
    private volatile Set<String> shapes = Set.of();

    /** Of a program that has not yet run undisturbed. */
    public Reference() {}
  }

  /**
   * A pipeline of one program; nothing is done yet.
   *
   * @param reference shared by all pipelines of the program on this ISA
   * @param longestRun how long the program may run on hardware
   * @param longestStep how long a recipe may take there; a shuffle gets twice that
   * @param artefacts existing folder that gets the logs of the steps
   * @param listener is told of each step when it begins
   */
  public MakePipeline(
      InstalledCheckout checkout,
      String name,
      Reference reference,
      Duration longestRun,
      Duration longestStep,
      Path artefacts,
      Consumer<Step> listener) {
    this.driver = MakeDriver.of(checkout, name);
    this.guest = checkout.guest();
    this.reference = reference;
    this.steps = new StepRunner(guest, artefacts, listener);
    this.longestRun = longestRun;
    this.longestStep = longestStep;
  }

  @Override
  public List<StepTrace> traces() {
    return steps.traces();
  }

  @Override
  public Completed run() {
    CommandResult result = drive(Step.RUN, "run", longestRun.plus(SMALL));
    Ended end = steps.parse(lastLine(result.output()), Ended.class);
    steps.note(end.toString());
    String output = printed("riffle.run.out");
    reference.shapes =
        output
            .lines()
            .map(MakePipeline::shape)
            .filter(s -> !s.isEmpty())
            .collect(Collectors.toSet());
    return new Completed(end, own(output), printed("riffle.run.err"));
  }

  @Override
  public Stopped spawn(StopPoint point) {
    CommandResult result = drive(Step.SPAWN, "spawn", longestRun.plus(longestStep));
    Stopped stopped = steps.parse(lastLine(result.output()), Stopped.class);
    steps.note("pid " + stopped.pid() + " stands where the checkout's spawn stops it");
    return stopped;
  }

  @Override
  public void dump() {
    drive(Step.DUMP, "dump", longestStep);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if nothing is to be moved, or only a part: a Makefile has no
   *     way to say so
   */
  @Override
  public Optional<ShuffleSummary> shuffle(ShuffleOptions options) {
    if (options.identity()) {
      throw new IllegalArgumentException("a Makefile has no target that moves nothing");
    }
    drive(Step.SHUFFLE, "shuffle SEED=" + options.seed(), longestStep.multipliedBy(2));
    return Optional.empty();
  }

  @Override
  public void transform() {
    drive(Step.TRANSFORM, "transform", longestStep.multipliedBy(2));
  }

  /**
   * Carries the program's folder, with all that its steps left there, to the same path in another
   * guest, replacing what is there.
   *
   * @throws IllegalStateException if the program lies elsewhere in the other guest
   */
  void carryTo(MakePipeline other) {
    if (!driver.folder().equals(other.driver.folder())) {
      throw new IllegalStateException(
          "the program lies in %s on the %s guest, but in %s on the %s guest"
              .formatted(driver.folder(), guest.isa(), other.driver.folder(), other.guest.isa()));
    }
    try (Scratch scratch = Scratch.create("carried")) {
      Path packed = scratch.path().resolve("process.tar");
      guest.run(driver.line("pack " + PACKED), SMALL).orThrow();
      guest.fetch(PACKED, packed);
      other.guest.send(packed, PACKED);
      other.guest.run(other.driver.line("unpack " + PACKED), SMALL).orThrow();
      steps.note(
          "carried %d kB from the %s to the %s guest"
              .formatted(Files.size(packed) >> 10, guest.isa(), other.guest.isa()));
    } catch (IOException e) {
      throw new HostException("cannot keep a file between two guests: " + e, e);
    }
  }

  @Override
  public void restore() {
    drive(Step.RESTORE, "restore", longestStep);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Recipes let it go on at once, so it is held by a signal: a short program would end first.
   */
  @Override
  public void restoreForMore() {
    drive(Step.RESTORE, "restore-held", longestStep);
  }

  /**
   * {@inheritDoc}
   *
   * <p>By {@code make attach AT=FUNCTION:N} if there is such a target, else by Riffle's monitor.
   *
   * @throws NotOfferedException if there is no such target and the monitor can not stop the process
   *     there either
   */
  @Override
  public Stopped advance(StopPoint point) {
    boolean theirs = point instanceof StopPoint.AtFunction && driver.offers("attach AT=" + point);
    String what =
        theirs
            ? "attach AT=" + point
            : "seize '%s --timeout %d'"
                .formatted(point.monitorOption(), guest.budget(longestRun).toSeconds());
    CommandResult result = drive(Step.ADVANCE, what, longestRun.plus(longestStep));
    String said = lastLine(result.output());
    if (said.startsWith(NOT_OFFERED)) {
      throw new NotOfferedException(
          "the checkout has no target attach, and " + said.substring(NOT_OFFERED.length()));
    }
    if (said.isEmpty()) {
      throw steps.endedBeforeStop();
    }
    Stopped stopped = steps.parse(said, Stopped.class);
    steps.note(
        "pid "
            + stopped.pid()
            + (theirs ? " stands where the checkout's attach stops it" : " stands at " + point));
    return stopped;
  }

  @Override
  public Completed complete() {
    CommandResult result = drive(Step.COMPLETE, "complete", longestRun.plus(longestStep));
    List<String> said = result.output().lines().toList();
    Ended end = steps.parse(lastLine(result.output()), Ended.class);
    steps.note(
        said.size() > 1
            ? said.get(0)
            : end
                + " of make restore; it is the program's if the recipe hands that on, as a plain criu"
                + " restore does not");
    return new Completed(end, own(printed("riffle.out")), "");
  }

  @Override
  public void cleanUp() {
    command("clean-up", SMALL);
  }

  /** A program that prints more than can be compared is at fault, not its guest. */
  private String printed(String file) {
    try {
      return driver.read(file);
    } catch (ShellException.TooMuchOutput e) {
      throw steps.failure("it printed too much: " + e.getMessage(), "");
    }
  }

  private CommandResult drive(Step step, String what, Duration limit) {
    return driver.run(steps, step, what, limit);
  }

  private CommandResult command(String what, Duration limit) {
    return guest.run(driver.line(what), limit);
  }

  /**
   * The program's own lines: those that an undisturbed run has, whatever numbers stand in them, and
   * what it says of itself, which no undisturbed run says if it is bad.
   */
  private String own(String output) {
    return output
        .lines()
        .filter(line -> VERDICT.matcher(line).find() || reference.shapes.contains(shape(line)))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static String shape(String line) {
    return line.replaceAll(NUMBER, "#").replaceAll("\\s+", " ").strip();
  }

  private static String lastLine(String output) {
    List<String> lines = output.lines().toList();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }
}
