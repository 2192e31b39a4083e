package io.riffle.shuffle.layout;

import java.io.IOException;

/** Layout data (a remark file or a {@code .riffle.layout} section) that breaks its format. */
public final class LayoutFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong, and where. */
  public LayoutFormatException(String message) {
    super(message);
  }

  /** Says what is wrong, and where, with what led to it. */
  public LayoutFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
