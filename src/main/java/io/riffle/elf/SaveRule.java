package io.riffle.elf;

/**
 * A call frame instruction that says where in the frame a register is saved, and where the number
 * stands that says so.
 *
 * @param register DWARF number of the register
 * @param cfaOffset where it is saved, in bytes from the CFA
 * @param address where the number stands, as linked
 * @param length its bytes, in ULEB128; 0 if the instruction is of a form that is not rewritten
 * @param factor what the number is multiplied with to get bytes
 */
public record SaveRule(int register, long cfaOffset, long address, int length, long factor) {
  private static final int GROUP = 7;
  private static final int LAST_OF_LONG = 9;

  /** Whether the instruction can say, in as many bytes, that the register is saved elsewhere. */
  public boolean canHold(long newCfaOffset) {
    return length > 0
        && length < LAST_OF_LONG
        && factor != 0
        && newCfaOffset % factor == 0
        && newCfaOffset / factor >= 0
        && newCfaOffset / factor < 1L << GROUP * length;
  }

  /**
   * The number for another place, with leading zeros to its present length.
   *
   * @throws IllegalArgumentException if {@link #canHold} is false for it
   */
  public byte[] encode(long newCfaOffset) {
    if (!canHold(newCfaOffset)) {
      throw new IllegalArgumentException(
          "register %d cannot be said to be saved at CFA%+d in %d bytes: ask canHold before"
              .formatted(register, newCfaOffset, length));
    }
    byte[] bytes = new byte[length];
    long rest = newCfaOffset / factor;
    for (int index = 0; index < length; index++) {
      int more = index + 1 < length ? 0x80 : 0;
      bytes[index] = (byte) (rest & 0x7f | more);
      rest >>>= GROUP;
    }
    return bytes;
  }
}
