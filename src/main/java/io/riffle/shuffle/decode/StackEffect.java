package io.riffle.shuffle.decode;

/** What an instruction does to the stack pointer. */
public sealed interface StackEffect {
  /** Nothing, or what a call does: the stack pointer is the same at the next instruction. */
  record None() implements StackEffect {}

  /**
   * Adds a constant: push, pop, {@code sub rsp, imm}, aarch64 {@code sub sp, sp, #imm} and pre- or
   * post-indexed access by sp.
   *
   * @param delta bytes added, negative when the stack grows
   */
  record Adjust(long delta) implements StackEffect {}

  /**
   * Sets it to a register plus a constant: {@code mov rsp, rbp}, {@code lea rsp, [rbp - 40]},
   * {@code mov sp, x29}, {@code sub sp, x29, #32}, and {@code leave} (before its pop: a delta of +8
   * is included in {@code displacement}).
   *
   * @param register DWARF number
   * @param displacement bytes added
   */
  record SetFrom(int register, long displacement) implements StackEffect {}

  /** Anything else: alignment by {@code and}, a variable-length array. */
  record Unknown() implements StackEffect {}
}
