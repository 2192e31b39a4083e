package io.riffle.elf.dwarf;

import java.io.IOException;

/** Debug information that breaks the DWARF format. */
public final class DwarfFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong, and where. */
  public DwarfFormatException(String message) {
    super(message);
  }
}
