package io.riffle.criu;

import java.io.IOException;

/**
 * An address of the process was asked for whose page is not in the dump: not mapped, never touched,
 * or left to be read from its file.
 */
public final class MissingPageException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long address;

  MissingPageException(String file, long address) {
    super(file + ": no page for address 0x" + Long.toHexString(address) + " in the dump");
    this.address = address;
  }

  /** The first address that is missing. */
  public long address() {
    return address;
  }
}
