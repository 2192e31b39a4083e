package io.riffle.shell;

import java.time.Duration;

/**
 * What became of a command.
 *
 * <pre>{@code
 * CommandResult result = guest.run("uname -m", Duration.ofSeconds(1));
 * String machine = result.orThrow().output().strip();
 * }</pre>
 *
 * @param command the command line, as the shell got it
 * @param exitCode its exit status; 128 + signal if a signal ended it
 * @param output what it wrote to its standard output
 * @param errors what it wrote to its standard error
 * @param elapsed how long it took
 */
public record CommandResult(
    String command, int exitCode, String output, String errors, Duration elapsed) {

  /** Whether the exit status is 0. */
  public boolean succeeded() {
    return exitCode == 0;
  }

  /**
   * This result, if the command succeeded.
   *
   * @throws CommandFailedException if not
   */
  public CommandResult orThrow() {
    if (!succeeded()) {
      throw new CommandFailedException(this);
    }
    return this;
  }
}
