package io.riffle.soak;

import io.riffle.flow.Completed;
import io.riffle.flow.Flow;
import io.riffle.flow.InstalledProgram;
import io.riffle.flow.MonitorBuild;
import io.riffle.flow.StepTrace;
import io.riffle.guest.Guest;
import io.riffle.host.Home;
import io.riffle.oracle.Judgement;
import io.riffle.oracle.NpbOracle;
import io.riffle.shuffle.ShuffleOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongFunction;

/** Lives lives of one program in one guest, each stopped again and again at random times. */
public final class SoakRunner {
  /** Stops in an undisturbed run's time; half of them would do for ten rounds a life. */
  private static final int STOPS = 20;

  private final InstalledProgram program;
  private final Duration longestRun;
  private final Path artefacts;
  private final Completed reference;
  private final Duration every;

  private SoakRunner(
      InstalledProgram program,
      Duration longestRun,
      Path artefacts,
      Completed reference,
      Duration every) {
    this.program = program;
    this.longestRun = longestRun;
    this.artefacts = artefacts;
    this.reference = reference;
    this.every = every;
  }

  /**
   * Installs a program and runs it undisturbed, which gives the result to compare with.
   *
   * @param every how long it runs from one stop to the next on average; if empty, a twentieth of
   *     the undisturbed run
   * @param artefacts existing folder that gets the logs of the last steps
   * @throws IllegalStateException if the undisturbed run is no reference
   */
  public static SoakRunner prepare(
      Guest guest, SoakProgram soaked, Optional<Duration> every, Path artefacts) {
    InstalledProgram program =
        InstalledProgram.install(
            guest, soaked.program(), new MonitorBuild(Home.fromEnvironment()).get(guest.isa()));
    Flow flow = new Flow(program, soaked.longestRun(), artefacts, step -> {});
    Completed reference = flow.run();
    if (NpbOracle.judge(reference) instanceof Judgement.Objection objection) {
      throw new IllegalStateException(
          "the undisturbed run of " + soaked.name() + " is no reference: " + objection.message());
    }
    List<StepTrace> traces = flow.traces();
    Duration lifetime = traces.get(traces.size() - 1).duration();
    return new SoakRunner(
        program,
        soaked.longestRun(),
        artefacts,
        reference,
        every.orElse(lifetime.dividedBy(STOPS)));
  }

  /** How long the program runs from one stop to the next on average. */
  public Duration every() {
    return every;
  }

  /**
   * One life.
   *
   * @param seed chooses stops and shuffles
   * @param options makes a shuffle of a seed; negative controls leave a half of it out
   */
  public Life live(long seed, LongFunction<ShuffleOptions> options) {
    return live(seed, Integer.MAX_VALUE, options);
  }

  /**
   * One life with no more than so many stops, after which it runs to its end.
   *
   * @param seed chooses stops and shuffles
   * @param most at least 1
   * @param options makes a shuffle of a seed
   */
  public Life live(long seed, int most, LongFunction<ShuffleOptions> options) {
    Random random = new Random(seed);
    return LifeRunner.live(
        new Flow(program, longestRun, artefacts, step -> {}),
        reference,
        Stops.random(new Random(random.nextLong()), every).atMost(most),
        random::nextLong,
        options);
  }
}
