package io.riffle.shell;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

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

  /**
   * A failure of the connection; {@link Interrupted}, with the flag of the thread set again, if an
   * interrupt of this thread is behind it.
   */
  public static ShellException of(String message, IOException cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      // The library puts the former into exceptions of its own and clears the flag.
      if (each instanceof InterruptedException || each instanceof ClosedByInterruptException) {
        Thread.currentThread().interrupt();
        return new Interrupted(message, cause);
      }
    }
    return new ShellException(message, cause);
  }

  /**
   * The thread that waited was interrupted, and its flag is set still: nothing is wrong with the
   * machine or the connection. A command was killed.
   */
  public static final class Interrupted extends ShellException {
    private static final long serialVersionUID = 1L;

    Interrupted(String message, Throwable cause) {
      super(message, cause);
    }
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
