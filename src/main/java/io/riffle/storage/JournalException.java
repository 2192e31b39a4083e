package io.riffle.storage;

import java.io.IOException;

/** A journal is damaged, or the files beside it are not those that it was written for. */
public final class JournalException extends IOException {
  private static final long serialVersionUID = 1L;

  JournalException(String message) {
    super(message);
  }
}
