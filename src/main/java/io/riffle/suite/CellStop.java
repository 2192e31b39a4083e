package io.riffle.suite;

import io.riffle.flow.FoundPlace;
import io.riffle.flow.StopPoint;
import io.riffle.workload.MigrationPoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where a cell suspends its program; each has a stable text, which {@link #parse} reads back. */
public sealed interface CellStop {
  /**
   * The point in a run.
   *
   * @param undisturbed how long the program takes when nobody disturbs it
   */
  StopPoint resolve(Duration undisturbed);

  /**
   * The points in a run that the program is taken to one after the other; it is dumped at the last.
   *
   * @param undisturbed how long the program takes when nobody disturbs it
   */
  default List<StopPoint> places(Duration undisturbed) {
    return List.of(resolve(undisturbed));
  }

  /** A stop that is reached more surely, for when this one was not: by time alone. */
  default CellStop plainer() {
    return this;
  }

  /** Whether it hangs on the undisturbed run's time, so that a quicker run may end before it. */
  default boolean isTimed() {
    return true;
  }

  /** Exactly there. */
  static CellStop at(StopPoint point) {
    return new At(point);
  }

  /**
   * A stop from its text: {@code FUNCTION:N}, {@code 1500ms}, {@code 37%} of the native run, {@code
   * 60%:FUNCTION} for that function's next entry then, or {@code auto} for a place that a profile
   * finds.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  static CellStop parse(String text) {
    if (text.equals(Found.TEXT)) {
      return new Found();
    }
    if (text.matches("\\d{1,2}%")) {
      return new Share(Integer.parseInt(text.substring(0, text.length() - 1)));
    }
    if (text.matches("\\d{1,2}%:.+")) {
      int end = text.indexOf(Late.SEPARATOR);
      return new Late(
          new Share(Integer.parseInt(text.substring(0, end - 1))), text.substring(end + 1));
    }
    if (text.matches("\\d{1,9}ms")) {
      long time = Long.parseLong(text.substring(0, text.length() - 2));
      return at(new StopPoint.AfterTime(Duration.ofMillis(time)));
    }
    return at(new StopPoint.AtFunction(MigrationPoint.parse(text)));
  }

  /**
   * A point that is known beforehand.
   *
   * @param point which
   */
  record At(StopPoint point) implements CellStop {
    @Override
    public StopPoint resolve(Duration undisturbed) {
      return point;
    }

    @Override
    public boolean isTimed() {
      return false;
    }

    @Override
    public String toString() {
      return point.toString();
    }
  }

  /**
   * Whatever instruction the program has reached after a share of its run's time: a time that fits
   * slow and fast machines alike.
   *
   * @param percent of the time that the undisturbed run took
   */
  record Share(int percent) implements CellStop {
    /**
     * Checks the share.
     *
     * @throws IllegalArgumentException if it is not between 1 and 99
     */
    public Share {
      if (percent < 1 || percent > 99) {
        throw new IllegalArgumentException("a stop at " + percent + "%: give 1% to 99%");
      }
    }

    @Override
    public StopPoint resolve(Duration undisturbed) {
      long time = undisturbed.toMillis() * percent / 100;
      return new StopPoint.AfterTime(Duration.ofMillis(Math.max(1, time)));
    }

    @Override
    public String toString() {
      return percent + "%";
    }
  }

  /**
   * A function's next entry after a share of the run's time: for functions that are entered too
   * often to count them from the start.
   *
   * @param share after which share
   * @param function whose entry
   */
  record Late(Share share, String function) implements CellStop {
    private static final String SEPARATOR = ":";

    @Override
    public StopPoint resolve(Duration undisturbed) {
      return share.resolve(undisturbed);
    }

    @Override
    public List<StopPoint> places(Duration undisturbed) {
      return List.of(
          share.resolve(undisturbed), new StopPoint.AtFunction(new MigrationPoint(function, 1)));
    }

    @Override
    public CellStop plainer() {
      return share;
    }

    @Override
    public String toString() {
      return share + SEPARATOR + function;
    }
  }

  /**
   * A place that a short profile of the program finds, see {@link io.riffle.flow.Profiler}. If
   * there is none, it is where the program is after {@value #SHARE} percent of its time.
   */
  record Found() implements CellStop {
    private static final int SHARE = 60;
    private static final int LATER_SHARE = 8;
    private static final int LATER_ENTRY = 2;

    /** No function can have this name: it is a word of C. */
    private static final String TEXT = "auto";

    @Override
    public StopPoint resolve(Duration undisturbed) {
      return otherwise().resolve(undisturbed);
    }

    private CellStop otherwise() {
      return new Share(SHARE);
    }

    /**
     * The stop, now that the program was profiled.
     *
     * @param found the place, if there is one
     * @param round which of the cell's rounds it is for, from 0; later ones stop at the function's
     *     next entry, the first of two since the process stands at an entry
     */
    CellStop known(Optional<FoundPlace> found, int round) {
      if (found.isEmpty()) {
        return round == 0 ? otherwise() : new Share(LATER_SHARE);
      }
      MigrationPoint point = found.get().point();
      if (found.get().percent() > 0) {
        int percent = round == 0 ? found.get().percent() : LATER_SHARE;
        return new Late(new Share(percent), point.function());
      }
      return new At(
          new StopPoint.AtFunction(
              round == 0 ? point : new MigrationPoint(point.function(), LATER_ENTRY)));
    }

    @Override
    public String toString() {
      return TEXT;
    }
  }
}
