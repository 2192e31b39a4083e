package io.riffle.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * What several measurements of one thing came to.
 *
 * @param median the median
 * @param least the least
 * @param most the most
 * @param count how many there were
 */
public record Spread(double median, double least, double most, int count) {
  /**
   * The spread of some measurements.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Spread of(double... measurements) {
    if (measurements.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double[] sorted = measurements.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
  }

  /** {@code median (least-most)}, with two digits after the point. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median, least, most);
  }
}
