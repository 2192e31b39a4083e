package io.riffle.shuffle.layout;

import java.util.zip.CRC32C;

/**
 * CRC-32C over the code of all functions of a layout, by ascending address. A layout that is kept
 * with it shows whether the code is still the one that it describes: after half a rewrite it is
 * not.
 */
public final class CodeChecksum {
  private final CRC32C sum = new CRC32C();

  /** Adds the next function's code. */
  public void add(byte[] code) {
    sum.update(code, 0, code.length);
  }

  /** The checksum of what was added; never 0, which stands for an unknown one. */
  public int value() {
    return sum.getValue() == 0 ? 1 : (int) sum.getValue();
  }
}
