package io.riffle.shell;

/**
 * The connection to a machine failed, or a command did not end within its limit: nothing is known
 * about what the command would have said.
 *
 * <pre>{@code
 * try {
 *   guest.run("sleep 60", Duration.ofSeconds(1));
 * } catch (ShellException.TimedOut e) {
 *   System.err.println(e.getMessage()); // the guest is well, the command took too long
 * }
 * }</pre>
 */
public class ShellException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ShellException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The command took longer than it was given; it was killed. */
  public static final class TimedOut extends ShellException {
    private static final long serialVersionUID = 1L;

    TimedOut(String message) {
      super(message, null);
    }
  }

  /** The command wrote more than is kept; it was killed. */
  public static final class TooMuchOutput extends ShellException {
    private static final long serialVersionUID = 1L;

    TooMuchOutput(String message) {
      super(message, null);
    }
  }
}
