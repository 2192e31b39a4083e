package io.riffle.shuffle;

import io.riffle.shuffle.decode.DisplacementField;
import io.riffle.shuffle.decode.Instruction;
import io.riffle.shuffle.decode.Instruction.MemoryOperand;
import java.util.OptionalInt;

/**
 * An operand that reaches the frame from its base: a plain {@code [base + displacement]}, or with
 * an index, or an address that is computed.
 *
 * @param instruction the instruction
 * @param bytes its bytes
 * @param operand index of the operand in {@link Instruction#memory()}, or {@link #ADDRESS}
 * @param start base and displacement without the index, as an offset from the CFA: of a plain
 *     operand the lowest byte reached
 * @param owner the object that it belongs to by the compiler's record, wherever it points; empty
 *     for a plain operand, which belongs to what it reaches
 */
record FrameReference(
    Instruction instruction, byte[] bytes, int operand, long start, OptionalInt owner) {
  /** Stands for the address that the instruction computes. */
  static final int ADDRESS = -1;

  /** A plain operand. */
  FrameReference(Instruction instruction, byte[] bytes, int operand, long start) {
    this(instruction, bytes, operand, start, OptionalInt.empty());
  }

  /** Whether it is {@code [base + displacement]} and all that it reaches is known. */
  boolean isPlain() {
    return owner.isEmpty();
  }

  /**
   * The operand of a reference to memory.
   *
   * @throws IndexOutOfBoundsException if it is a computed address
   */
  MemoryOperand memory() {
    return instruction.memory().get(operand);
  }

  /** The register that it starts from. */
  int base() {
    return operand == ADDRESS ? instruction.addressOf().orElseThrow().base() : memory().base();
  }

  /** Its displacement in an instruction that differs at most in displacements. */
  long displacementIn(Instruction version) {
    return operand == ADDRESS
        ? version.addressOf().orElseThrow().displacement()
        : version.memory().get(operand).displacement();
  }

  /** Where its displacement stands in an instruction that differs at most in displacements. */
  DisplacementField fieldIn(Instruction version) {
    return operand == ADDRESS
        ? version.addressOf().orElseThrow().field()
        : version.memory().get(operand).field();
  }

  /** One past the highest byte that a plain operand reaches. */
  long end() {
    return start + bytesReached();
  }

  /** Whether two halves are reached at once, as by {@code ldp}. */
  boolean isPair() {
    return isPlain() && memory().elementBytes() < memory().accessBytes();
  }

  /** Whether the instruction can reach bytes that lie {@code distance} higher instead. */
  boolean canMove(long distance) {
    return fieldIn(instruction).canHold(displacementIn(instruction) + distance);
  }

  /** How many bytes a plain operand reaches; 0 for others, of which it is not known. */
  long bytesReached() {
    return isPlain() ? memory().accessBytes() : 0;
  }

  /** Whether what lies {@code distance} higher is not below the base register. */
  boolean isAboveBase(long distance) {
    return displacementIn(instruction) + distance >= 0;
  }
}
