package io.riffle.flow;

import io.riffle.workload.MigrationPoint;
import java.time.Duration;

/**
 * Where a program is suspended to be dumped.
 *
 * <pre>{@code
 * flow.spawn(StopPoint.parse("count_bucket:76")); // the 76th entry of that function
 * flow.spawn(StopPoint.parse("count_bucket+0x1c:76")); // an instruction of it, the 76th time
 * flow.spawn(StopPoint.parse("900ms")); // wherever it is then
 * }</pre>
 */
public sealed interface StopPoint {
  /**
   * The point that a user writes as {@code FUNCTION:N}, {@code FUNCTION+0xOFFSET:N} for an
   * instruction of it, either without {@code :N} for the first time, or {@code 900ms} for a time.
   *
   * @throws IllegalArgumentException if the text is none of them
   */
  static StopPoint parse(String text) {
    return text.matches("\\d{1,9}ms")
        ? new AfterTime(Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2))))
        : new AtFunction(MigrationPoint.parse(text));
  }

  /** The option of the monitor that makes it stop there. */
  String monitorOption();

  /**
   * The n-th entry of a function, or the n-th time at an instruction of it.
   *
   * @param point which
   */
  record AtFunction(MigrationPoint point) implements StopPoint {
    @Override
    public String monitorOption() {
      return "--at " + point;
    }

    @Override
    public String toString() {
      return point.toString();
    }
  }

  /**
   * Whatever instruction the program has reached after some time.
   *
   * @param time since its start, to the millisecond
   */
  record AfterTime(Duration time) implements StopPoint {
    /**
     * Checks {@code time}.
     *
     * @throws IllegalArgumentException if it is not at least a millisecond
     */
    public AfterTime {
      if (time.toMillis() < 1) {
        throw new IllegalArgumentException("a stop after " + time + ": give 1 ms or more");
      }
    }

    @Override
    public String monitorOption() {
      return "--after " + time.toMillis();
    }

    @Override
    public String toString() {
      return time.toMillis() + "ms";
    }
  }
}
