package io.riffle.soak;

import io.riffle.flow.StopPoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Where a process is suspended, stop after stop; each counts from where the last one left it. */
@FunctionalInterface
public interface Stops {
  /**
   * The next stop.
   *
   * @param round how many there were before
   * @return empty if it shall run to its end; never empty for the first
   */
  Optional<StopPoint> after(int round);

  /** These, and no more. */
  static Stops of(List<StopPoint> points) {
    List<StopPoint> copy = List.copyOf(points);
    return round -> round < copy.size() ? Optional.of(copy.get(round)) : Optional.empty();
  }

  /**
   * These, but no more than so many, after which it runs to its end.
   *
   * @param most at least 1
   */
  default Stops atMost(int most) {
    return round -> round < most ? after(round) : Optional.empty();
  }

  /**
   * After random times, until it ends.
   *
   * @param mean how long it runs from one stop to the next on average
   */
  static Stops random(RandomGenerator random, Duration mean) {
    return round ->
        Optional.of(
            new StopPoint.AfterTime(
                Duration.ofMillis(1 + random.nextLong(Math.max(1, 2 * mean.toMillis())))));
  }
}
