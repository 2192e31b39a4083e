package io.riffle.shuffle.unwind;

import java.io.IOException;

/**
 * A stack could not be walked to its end; the message names thread, pc, symbol and depth, or the
 * library that is not what was mapped.
 */
public final class UnwindException extends IOException {
  private static final long serialVersionUID = 1L;

  UnwindException(String message) {
    super(message);
  }

  UnwindException(String message, Throwable cause) {
    super(message, cause);
  }
}
