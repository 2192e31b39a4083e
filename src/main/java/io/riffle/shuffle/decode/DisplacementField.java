package io.riffle.shuffle.decode;

/**
 * The bits of an instruction that hold the displacement of its memory operand, and so which other
 * displacements fit in place. Implementations are package-private, one per encoding.
 */
public interface DisplacementField {
  /** Whether {@link #patch} can encode {@code displacement} (bytes) in place. */
  boolean canHold(long displacement);

  /**
   * A copy of the instruction with another displacement and, but for that, the same meaning and
   * length.
   *
   * @param instruction exactly the bytes of the instruction
   * @throws IllegalArgumentException if {@link #canHold} is false for {@code displacement}
   */
  byte[] patch(byte[] instruction, long displacement);

  /** Whether {@link #swapHalves} can exchange the registers of a pair access. */
  default boolean canSwapHalves() {
    return false;
  }

  /**
   * A copy of a pair access in which each of the two registers takes the other's half of memory.
   *
   * @param instruction exactly the bytes of the instruction
   * @throws UnsupportedOperationException if {@link #canSwapHalves} is false
   */
  default byte[] swapHalves(byte[] instruction) {
    throw new UnsupportedOperationException("no pair access: ask canSwapHalves before");
  }
}
