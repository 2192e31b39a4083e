package io.riffle.report;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * One step that a cell has taken.
 *
 * @param name spawn, dump, shuffle, restore or complete
 * @param duration wall-clock time
 * @param exitCode exit status of its command; 0 for a step without one that went well
 * @param command what was run, as a shell line; empty if the step ran in the harness itself
 * @param logPath its log, relative to the report's directory; may be empty
 * @param note what else is worth saying, such as where the program stood; may be empty
 */
public record StepRecord(
    String name, Duration duration, int exitCode, String command, String logPath, String note) {

  /**
   * Checks the components.
   *
   * @throws NullPointerException if one is null; the message names it
   * @throws IllegalArgumentException if {@code logPath} is not a relative path inside the report
   */
  public StepRecord {
    requireNonNull(name, "name");
    requireNonNull(duration, "duration");
    requireNonNull(command, "command");
    LogPath.check(logPath, "logPath");
    requireNonNull(note, "note");
  }
}
