package io.riffle.shuffle;

import io.riffle.shuffle.decode.Instruction;
import io.riffle.shuffle.decode.Instruction.MemoryOperand;

/**
 * A plain {@code [base + displacement]} operand that reaches the frame.
 *
 * @param instruction the instruction
 * @param bytes its bytes
 * @param operand index of the operand in {@link Instruction#memory()}
 * @param start lowest byte reached, as an offset from the CFA
 */
record FrameReference(Instruction instruction, byte[] bytes, int operand, long start) {
  /** The operand itself. */
  MemoryOperand memory() {
    return instruction.memory().get(operand);
  }

  /** One past the highest byte reached. */
  long end() {
    return start + memory().accessBytes();
  }

  /** Whether two halves are reached at once, as by {@code ldp}. */
  boolean isPair() {
    return memory().elementBytes() < memory().accessBytes();
  }

  /** Whether the instruction can reach bytes that lie {@code distance} higher instead. */
  boolean canMove(long distance) {
    return memory().field().canHold(memory().displacement() + distance);
  }

  /** How many bytes are reached. */
  long bytesReached() {
    return memory().accessBytes();
  }

  /** Whether what lies {@code distance} higher is not below the base register. */
  boolean isAboveBase(long distance) {
    return memory().displacement() + distance >= 0;
  }
}
