package io.riffle.shuffle.decode;

import io.riffle.shuffle.decode.Instruction.AddressOf;
import io.riffle.shuffle.decode.Instruction.MemoryOperand;
import java.util.List;
import java.util.Optional;

/**
 * Makes the {@link Instruction} values of the A64 decoder, sharing the immutable parts that most
 * instructions have in common.
 */
final class A64Outcome {
  /** Every A64 instruction has this length in bytes. */
  static final int LENGTH = 4;

  static final ControlFlow NEXT = new ControlFlow.Next();
  static final StackEffect NO_EFFECT = new StackEffect.None();
  static final StackEffect UNKNOWN_EFFECT = new StackEffect.Unknown();

  private A64Outcome() {}

  /** An instruction that the decoder does not understand. */
  static Instruction unknown(long address) {
    return Instruction.unknown(address, LENGTH);
  }

  /** An instruction that only reads and writes registers. */
  static Instruction plain(long address, long read, long written) {
    return of(address, List.of(), Optional.empty(), NO_EFFECT, NEXT, read, written);
  }

  /**
   * An instruction that computes a value into a register of which number 31 is the stack pointer,
   * in a way that only registers describe: writing the stack pointer makes it unknown. That the new
   * stack pointer depends on the old one is part of the effect and no read.
   */
  static Instruction plainOrStackPointer(long address, long read, int destination) {
    return destination == A64Word.SP
        ? stack(address, UNKNOWN_EFFECT, read & ~A64Word.orStackPointer(A64Word.SP))
        : plain(address, read, 1L << destination);
  }

  /** An instruction that changes the stack pointer and no other register. */
  static Instruction stack(long address, StackEffect stack, long read) {
    return of(address, List.of(), Optional.empty(), stack, NEXT, read, 0);
  }

  /** An instruction that computes an address. */
  static Instruction addressOf(long address, AddressOf computed) {
    return of(
        address,
        List.of(),
        Optional.of(computed),
        NO_EFFECT,
        NEXT,
        0,
        1L << computed.destination());
  }

  /** An instruction that goes elsewhere. */
  static Instruction flow(long address, ControlFlow flow, long read, long written) {
    return of(address, List.of(), Optional.empty(), NO_EFFECT, flow, read, written);
  }

  /** A load or store that leaves its base register alone. */
  static Instruction memory(long address, MemoryOperand operand, long read, long written) {
    return of(address, List.of(operand), Optional.empty(), NO_EFFECT, NEXT, read, written);
  }

  /**
   * A load or store that adds {@code delta} to its base register; the stack pointer as base shows
   * as an effect, any other base as a register written.
   */
  static Instruction writeBack(
      long address, MemoryOperand operand, long delta, long read, long written) {
    StackEffect effect = new StackEffect.Adjust(delta);
    return operand.base() == A64Word.SP
        ? writeBackStack(address, operand, effect, read, written)
        : memory(address, operand, read, written | 1L << operand.base());
  }

  /** A load or store that adds a register to its base register. */
  static Instruction writeBackByRegister(
      long address, MemoryOperand operand, long read, long written) {
    return operand.base() == A64Word.SP
        ? writeBackStack(address, operand, UNKNOWN_EFFECT, read, written)
        : memory(address, operand, read, written | 1L << operand.base());
  }

  private static Instruction writeBackStack(
      long address, MemoryOperand operand, StackEffect effect, long read, long written) {
    return of(address, List.of(operand), Optional.empty(), effect, NEXT, read, written);
  }

  private static Instruction of(
      long address,
      List<MemoryOperand> memory,
      Optional<AddressOf> addressOf,
      StackEffect stack,
      ControlFlow flow,
      long read,
      long written) {
    return new Instruction(address, LENGTH, true, memory, addressOf, stack, flow, read, written);
  }
}
