package io.riffle.shell;

/**
 * A command of a guest ended with another status than 0; the message has the end of its output.
 *
 * <pre>{@code
 * try {
 *   guest.run("criu check --all", Duration.ofSeconds(5)).orThrow();
 * } catch (CommandFailedException e) {
 *   System.err.println(e.getMessage()); // command, exit status, the end of what it wrote
 * }
 * }</pre>
 */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int TAIL = 1_500;

  private final transient CommandResult result;

  CommandFailedException(CommandResult result) {
    super(
        "'"
            + result.command()
            + "' ended with status "
            + result.exitCode()
            + " after "
            + result.elapsed().toMillis()
            + " ms:\n"
            + tail(result.errors().isBlank() ? result.output() : result.errors()));
    this.result = result;
  }

  /** The command's result. */
  public CommandResult result() {
    return result;
  }

  private static String tail(String text) {
    return text.length() <= TAIL ? text : "..." + text.substring(text.length() - TAIL);
  }
}
