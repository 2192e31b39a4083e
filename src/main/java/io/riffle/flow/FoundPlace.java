package io.riffle.flow;

import io.riffle.workload.MigrationPoint;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place to stop a program, found by a profile of it.
 *
 * <pre>{@code
 * FoundPlace.parse("solve:109"); // the 109th entry of solve, counted from the start
 * FoundPlace.parse("60%+binvcrhs:1"); // the first one after six tenths of the run
 * }</pre>
 *
 * @param point which entry of which function
 * @param percent after how much of an undisturbed run's CPU time entries are counted; 0 counts them
 *     from the start, as functions that are entered seldom can be
 */
public record FoundPlace(MigrationPoint point, int percent) {
  private static final Pattern LATE = Pattern.compile("(\\d{1,2})%\\+(.+)");

  /**
   * Reads a place back from its text.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static FoundPlace parse(String text) {
    Matcher late = LATE.matcher(text);
    return late.matches()
        ? new FoundPlace(MigrationPoint.parse(late.group(2)), Integer.parseInt(late.group(1)))
        : new FoundPlace(MigrationPoint.parse(text), 0);
  }

  @Override
  public String toString() {
    return (percent == 0 ? "" : percent + "%+") + point;
  }
}
