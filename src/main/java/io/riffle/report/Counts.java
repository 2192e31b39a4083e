package io.riffle.report;

import java.util.List;

/**
 * How many cells ended how.
 *
 * @param passed cells whose every check passed
 * @param failed cells that a check found wrong
 * @param errored cells that could not be judged, because the infrastructure broke
 * @param skipped cells that were not run
 */
public record Counts(int passed, int failed, int errored, int skipped) {

  /** Counts {@code cells}. */
  public static Counts of(List<Cell> cells) {
    return new Counts(
        count(cells, Verdict.Kind.PASSED),
        count(cells, Verdict.Kind.FAILED),
        count(cells, Verdict.Kind.ERRORED),
        count(cells, Verdict.Kind.SKIPPED));
  }

  /** All cells, run or not. */
  public int total() {
    return passed + failed + errored + skipped;
  }

  /** Whether something passed and nothing failed or errored; an empty run proves nothing. */
  public boolean green() {
    return passed > 0 && failed == 0 && errored == 0;
  }

  private static int count(List<Cell> cells, Verdict.Kind kind) {
    return (int) cells.stream().filter(cell -> cell.verdict().kind() == kind).count();
  }
}
