package io.riffle.cli;

/** What the exit status of every command means. */
public final class ExitCode {
  /** Done, and all that was checked is right. */
  public static final int OK = 0;

  /** Something that was tested is wrong. */
  public static final int CHECK_FAILED = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** This machine or a guest was in the way; nothing is known of what was to be tested. */
  public static final int INFRASTRUCTURE = 3;

  private ExitCode() {}
}
