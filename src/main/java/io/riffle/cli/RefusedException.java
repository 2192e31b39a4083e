package io.riffle.cli;

/** What was to be worked on is not fit for it; the message says why. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(Exception cause) {
    super(cause.getMessage(), cause);
  }
}
