package io.riffle.host;

import java.util.List;

/** A local command could not be started, took too long, or ended with a status other than 0. */
public final class ToolFailedException extends HostException {
  private static final long serialVersionUID = 1L;
  private static final int TAIL = 2_000;

  private final String output;
  private final boolean refused;

  ToolFailedException(List<String> command, String what, String output) {
    super(message(command, what, output));
    this.output = output;
    this.refused = false;
  }

  /** It ended with that status. */
  ToolFailedException(List<String> command, int status, String output) {
    super(message(command, "ended with status " + status, output));
    this.output = output;
    this.refused = true;
  }

  ToolFailedException(List<String> command, String what, Throwable cause) {
    super(message(command, what, ""), cause);
    this.output = "";
    this.refused = false;
  }

  /** Whether it ran to its end and said by its status that it failed. */
  public boolean refused() {
    return refused;
  }

  /** Everything that the command printed. */
  public String output() {
    return output;
  }

  private static String message(List<String> command, String what, String output) {
    String tail =
        output.length() > TAIL ? "..." + output.substring(output.length() - TAIL) : output;
    return "'" + String.join(" ", command) + "' " + what + (tail.isBlank() ? "" : ":\n" + tail);
  }
}
