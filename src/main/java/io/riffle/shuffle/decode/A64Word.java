package io.riffle.shuffle.decode;

/**
 * Bit fields of an A64 instruction word, and the two readings of register number 31: the zero
 * register, which is absent from every mask, or the stack pointer, whose DWARF number is 31 too.
 */
final class A64Word {
  /** The number that an encoding gives to both xzr and sp. */
  static final int THIRTY_ONE = 31;

  /** DWARF number of the stack pointer. */
  static final int SP = 31;

  private A64Word() {}

  /** Bits {@code high} to {@code low} of the word, as a number that is not negative. */
  static int bits(int word, int high, int low) {
    return (word >>> low) & ((1 << (high - low + 1)) - 1);
  }

  /** Bits {@code high} to {@code low} of the word as a two's complement number. */
  static int signedBits(int word, int high, int low) {
    return word << (31 - high) >> (31 - high + low);
  }

  /** Whether bit {@code index} of the word is set. */
  static boolean bit(int word, int index) {
    return (word >>> index & 1) != 0;
  }

  /** The field Rd or Rt, bits 4 to 0. */
  static int rd(int word) {
    return word & 31;
  }

  /** The field Rn, bits 9 to 5. */
  static int rn(int word) {
    return word >>> 5 & 31;
  }

  /** The field Ra or Rt2, bits 14 to 10. */
  static int ra(int word) {
    return word >>> 10 & 31;
  }

  /** The field Rm or Rs, bits 20 to 16. */
  static int rm(int word) {
    return word >>> 16 & 31;
  }

  /** Mask of the register, number 31 being the zero register. */
  static long orZero(int register) {
    return register == THIRTY_ONE ? 0 : 1L << register;
  }

  /** Mask of the register, number 31 being the stack pointer. */
  static long orStackPointer(int register) {
    return 1L << register;
  }
}
