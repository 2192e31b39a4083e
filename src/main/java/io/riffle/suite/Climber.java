package io.riffle.suite;

import io.riffle.report.Verdict;

/**
 * Takes the cells of one kind of workload to their rung and judges them. {@link CellRunner} does
 * what all kinds share: it turns exceptions into verdicts, keeps times and traces, and makes the
 * cell of the report.
 */
public interface Climber {
  /**
   * Runs one cell.
   *
   * @throws io.riffle.flow.StepFailedException if a step of what is tested fails
   * @throws io.riffle.guest.GuestException if the guest does
   */
  Verdict climb(Climb climb);
}
