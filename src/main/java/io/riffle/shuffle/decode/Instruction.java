package io.riffle.shuffle.decode;

import java.util.List;
import java.util.Optional;

/**
 * One decoded instruction. Registers have their DWARF numbers (x86-64: rax 0, rdx 1, rcx 2, rbx 3,
 * rsi 4, rdi 5, rbp 6, rsp 7, r8 to r15; aarch64: x0 to x30, sp 31); vector registers do not
 * appear.
 *
 * @param address virtual address
 * @param length length in bytes
 * @param known whether the instruction was understood; if not, the rest is empty and means nothing
 * @param memory explicit memory operands, at most one but for rare forms; implicit ones of push,
 *     pop, call and ret are in {@code stack} alone
 * @param addressOf the address that the instruction computes without going there: x86-64 {@code
 *     lea} and {@code mov reg, rsp/rbp}, aarch64 {@code add/sub xN, xM, #imm} and {@code mov xN,
 *     sp}
 * @param stack what it does to the stack pointer
 * @param flow what it does to the program counter
 * @param registersRead bit mask ({@code 1L << number} of DWARF) of general registers read as data,
 *     leaving out the base and index of {@code memory} and {@code addressOf} and the implicit stack
 *     pointer of push, pop, call and ret; so a set stack pointer bit means its value is used in a
 *     way that the other components do not describe
 * @param registersWritten bit mask of general registers written, including partly, and including a
 *     written-back base; the stack pointer only as described by {@code stack}
 */
public record Instruction(
    long address,
    int length,
    boolean known,
    List<MemoryOperand> memory,
    Optional<AddressOf> addressOf,
    StackEffect stack,
    ControlFlow flow,
    long registersRead,
    long registersWritten) {

  /** An instruction that the decoder does not understand. */
  public static Instruction unknown(long address, int length) {
    return new Instruction(
        address,
        length,
        false,
        List.of(),
        Optional.empty(),
        new StackEffect.Unknown(),
        new ControlFlow.Next(),
        0,
        0);
  }

  /**
   * A memory operand {@code [base + index * scale + displacement]}.
   *
   * @param base DWARF number of the base register, or {@link #NO_REGISTER}
   * @param index DWARF number of the index register, or {@link #NO_REGISTER}
   * @param displacement displacement in bytes, sign-extended (scaled forms already multiplied out)
   * @param accessBytes bytes read or written; a pair counts both halves; 0 if not known
   * @param elementBytes bytes of one half for a pair, otherwise equal to {@code accessBytes}
   * @param writeBack whether the base register is updated (aarch64 pre- and post-index)
   * @param field where the displacement stands in the instruction
   */
  public record MemoryOperand(
      int base,
      int index,
      long displacement,
      int accessBytes,
      int elementBytes,
      boolean writeBack,
      DisplacementField field) {}

  /**
   * A computed address {@code destination = base + index * scale + displacement}.
   *
   * @param destination DWARF number of the register that receives it
   * @param base DWARF number of the base register, or {@link #NO_REGISTER}
   * @param index DWARF number of the index register, or {@link #NO_REGISTER}
   * @param displacement displacement in bytes
   * @param field where the displacement stands in the instruction
   */
  public record AddressOf(
      int destination, int base, int index, long displacement, DisplacementField field) {}

  /** Stands for an absent register; x86-64's rip counts as absent too, with a fixed field. */
  public static final int NO_REGISTER = -1;
}
