package io.riffle.shuffle;

import java.io.IOException;

/** A binary or image cannot be shuffled; the message says why and nothing was written. */
public final class ShuffleException extends IOException {
  private static final long serialVersionUID = 1L;

  ShuffleException(String message) {
    super(message);
  }

  ShuffleException(String message, Throwable cause) {
    super(message, cause);
  }
}
