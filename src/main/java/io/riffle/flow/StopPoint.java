package io.riffle.flow;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a program is suspended to be dumped. */
public sealed interface StopPoint {
  /** The option of the monitor that makes it stop there. */
  String monitorOption();

  /**
   * The n-th entry of a function: a migration point.
   *
   * @param function its symbol
   * @param entry counted from 1
   */
  record AtFunction(String function, int entry) implements StopPoint {
    private static final Pattern SYNTAX = Pattern.compile("([A-Za-z_.$][\\w.$]*)(?::(\\d{1,9}))?");

    /** Checks {@code entry}. */
    public AtFunction {
      if (entry < 1) {
        throw new IllegalArgumentException(
            "entry " + entry + " of " + function + ": entries count from 1");
      }
    }

    /**
     * Reads {@code FUNCTION} or {@code FUNCTION:N}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static AtFunction parse(String text) {
      Matcher matcher = SYNTAX.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "'" + text + "' is no migration point: write FUNCTION or FUNCTION:N, such as rank:3");
      }
      String entry = matcher.group(2);
      return new AtFunction(matcher.group(1), entry == null ? 1 : Integer.parseInt(entry));
    }

    @Override
    public String monitorOption() {
      return "--at " + function + ":" + entry;
    }

    @Override
    public String toString() {
      return function + ":" + entry;
    }
  }

  /**
   * Whatever instruction the program has reached after some time.
   *
   * @param time since its start, to the millisecond
   */
  record AfterTime(Duration time) implements StopPoint {
    @Override
    public String monitorOption() {
      return "--after " + time.toMillis();
    }

    @Override
    public String toString() {
      return time.toMillis() + " ms";
    }
  }
}
