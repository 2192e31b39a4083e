package io.riffle.workload;

/**
 * A migration point: a place in a run where the process is stopped and moved.
 *
 * <pre>{@code
 * MigrationPoint point = MigrationPoint.parse("conj_grad:3");
 * }</pre>
 *
 * @param function the function whose entry it is
 * @param entry which entry it is, counted from 1
 */
public record MigrationPoint(String function, int entry) {
  /** Checks that {@code entry} is positive and there is a name. */
  public MigrationPoint {
    if (function.isBlank() || entry < 1) {
      throw new IllegalArgumentException(
          "a migration point is FUNCTION:N with N counted from 1, not '"
              + function
              + ":"
              + entry
              + "'");
    }
  }

  /**
   * The point that a user writes as {@code FUNCTION:N}, or {@code FUNCTION} for its first entry.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static MigrationPoint parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return new MigrationPoint(text, 1);
    }
    try {
      int entry = Integer.parseInt(text.substring(colon + 1));
      return new MigrationPoint(text.substring(0, colon), entry);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "a migration point is FUNCTION:N with N counted from 1, not '" + text + "'", e);
    }
  }

  @Override
  public String toString() {
    return function + ":" + entry;
  }
}
