package io.riffle.flow;

import java.time.Duration;
import java.util.Optional;

/** Failures of steps as pipelines throw them, for tests of what is made of them. */
public final class Failures {
  private Failures() {}

  /** The program ended before it was where it was to be suspended. */
  public static StepFailedException endedBeforeStop(Step step) {
    StepTrace trace = new StepTrace(step, "attach", 0, Duration.ZERO, Optional.empty(), "");
    return new StepFailedException(trace, "the program ended before its next stop", "", true);
  }
}
