package io.riffle.redis.load;

import java.util.Arrays;

/**
 * How long replies took, over many commands.
 *
 * @param commands how many
 * @param medianMs half took no longer, in ms
 * @param p99Ms 99 of 100 took no longer, in ms
 * @param longestMs the longest, in ms
 */
public record Pauses(int commands, double medianMs, double p99Ms, double longestMs) {
  private static final double NANOS_A_MS = 1e6;

  /** Of times in ns. */
  static Pauses of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Pauses(sorted.length, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
  }

  private static double at(long[] sorted, double share) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)] / NANOS_A_MS;
  }

  @Override
  public String toString() {
    return "%d replies, p50 %.1f ms, p99 %.1f ms, longest %.0f ms"
        .formatted(commands, medianMs, p99Ms, longestMs);
  }
}
