package io.riffle.shuffle.unwind;

import java.io.IOException;

/** A DWARF expression or rule that cannot be evaluated; becomes part of an UnwindException. */
final class RuleException extends IOException {
  private static final long serialVersionUID = 1L;

  RuleException(String message) {
    super(message);
  }
}
