package io.riffle.report;

import java.io.IOException;

/** A {@code report.json} that is damaged or not a report at all; the message names the file. */
public final class ReportFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  ReportFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
