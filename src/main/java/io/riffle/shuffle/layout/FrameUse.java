package io.riffle.shuffle.layout;

/**
 * A way in which code reaches a frame object other than by a plain {@code [base + displacement]}
 * within its bounds, as the compiler recorded it before frames were laid out.
 *
 * @param form what the code does
 * @param offset the constant part of the address, counted in bytes from the object's lowest byte;
 *     it may lie outside the object, as that of {@code x[i - 5]} does
 */
public record FrameUse(Form form, int offset) {
  /** Offsets of this size and beyond are no frame's; they are kept in 30 bits. */
  static final int LIMIT = 1 << 29;

  /**
   * Checks the offset.
   *
   * @throws IllegalArgumentException if it is 2^29 bytes or more to either side
   */
  public FrameUse {
    if (offset <= -LIMIT || offset >= LIMIT) {
      throw new IllegalArgumentException("an offset of " + offset + " bytes is of no frame");
    }
  }

  /** What code does with an address. */
  public enum Form {
    /** It computes object + offset. */
    ADDRESS,
    /** It reads or writes at object + offset + a register, which may be scaled. */
    INDEXED,
    /** It computes object + offset + a register, which may be scaled. */
    INDEXED_ADDRESS
  }
}
