package io.riffle.criu;

import java.io.IOException;

/** A directory that should hold CRIU images holds none, damaged ones, or ones of a strange kind. */
public final class CriuFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the one message there is.
   *
   * @param file name of the file or directory
   * @param problem what is wrong with it
   */
  public CriuFormatException(String file, String problem) {
    super(file + ": " + problem);
  }

  CriuFormatException(String file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
