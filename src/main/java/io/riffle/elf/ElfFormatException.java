package io.riffle.elf;

import java.io.IOException;

/** A file that should be an ELF binary is none, is damaged, or is of a kind Riffle cannot use. */
public final class ElfFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the one message there is.
   *
   * @param file name of the file
   * @param problem what is wrong with it
   */
  public ElfFormatException(String file, String problem) {
    super(file + ": " + problem);
  }
}
