package io.riffle.host;

/**
 * Something about this machine, not about what is tested, is in the way: a missing tool, a full
 * disk, a folder that cannot be written. The message says what, and the way out.
 *
 * <pre>{@code
 * try {
 *   Requirements.ensure(System.err::println);
 * } catch (HostException e) {
 *   Assumptions.abort(e.getMessage());
 * }
 * }</pre>
 */
public class HostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public HostException(String message) {
    super(message);
  }

  /** With a message for the user and what led to it. */
  public HostException(String message, Throwable cause) {
    super(message, cause);
  }
}
