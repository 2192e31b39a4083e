package io.riffle.shuffle.unwind;

import io.riffle.isa.Isa;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The end of the C library's {@code clone} and {@code clone3}, from the system call on, which two
 * threads run through: the one that asked, and the new one, on a stack of its own. No call frame
 * information would be right for both: x86-64's library has none there, aarch64's only what is
 * right for the one that asked. Which one it is, the system call's result tells. Source: glibc's
 * clone.S and clone3.S.
 *
 * @param isNewThread whether it is the new thread, which has no caller
 * @param cfa the CFA
 * @param returnAddress where it returns to; for a new thread 0
 * @param caller registers of the caller; for a new thread none
 */
record CloneReturn(boolean isNewThread, long cfa, long returnAddress, Map<Integer, Long> caller) {
  private static final long WORD = 8;
  private static final int ANY = -1;

  /**
   * What the code looks like.
   *
   * @param bytes its bytes, {@code ANY} for those of a jump's distance
   * @param starts where instructions begin in it
   * @param result DWARF number of the register that has the system call's result
   */
  private record Shape(int[] bytes, List<Integer> starts, int result) {
    boolean matches(byte[] code) {
      for (int at = 0; at < bytes.length; at++) {
        if (bytes[at] != ANY && bytes[at] != (code[at] & 0xff)) {
          return false;
        }
      }
      return true;
    }
  }

  /** syscall; test rax, rax; jl error; je thread; ret. */
  private static final Shape X86 =
      new Shape(
          new int[] {0x0f, 0x05, 0x48, 0x85, 0xc0, 0x7c, ANY, 0x74, 0x01, 0xc3},
          List.of(0, 2, 5, 7, 9),
          0);

  /** svc #0; cmp x0, #0; b.eq thread; b.lt error; ret. */
  private static final Shape A64 =
      new Shape(
          new int[] {
            0x01, 0x00, 0x00, 0xd4, 0x1f, 0x00, 0x00, 0xf1, ANY, ANY, ANY, 0x54, ANY, ANY, ANY,
            0x54, 0xc0, 0x03, 0x5f, 0xd6
          },
          List.of(0, 4, 8, 12, 16),
          0);

  /** What is at {@code pc}, if it is such code. */
  static Optional<CloneReturn> at(
      CodeMap code, Isa isa, long pc, Map<Integer, Long> registers, RuleEvaluator rules)
      throws IOException {
    Shape shape =
        switch (isa) {
          case X86_64 -> X86;
          case AARCH64 -> A64;
        };
    for (int start : shape.starts()) {
      Optional<byte[]> bytes = code.bytes(pc - start, shape.bytes().length);
      if (bytes.isPresent() && shape.matches(bytes.get())) {
        // Before the system call there is one thread, whatever the register has.
        boolean isNew = start > 0 && RuleEvaluator.known(registers, shape.result()) == 0;
        return Optional.of(of(isa, isNew, registers, rules));
      }
    }
    return Optional.empty();
  }

  private static CloneReturn of(
      Isa isa, boolean isNew, Map<Integer, Long> registers, RuleEvaluator rules)
      throws IOException {
    long stackPointer = RuleEvaluator.known(registers, isa.registers().stackPointer());
    OptionalInt link = FramelessLeaf.linkRegister(isa);
    long cfa = link.isPresent() ? stackPointer : stackPointer + WORD;
    if (isNew) {
      return new CloneReturn(true, stackPointer, 0, Map.of());
    }
    Map<Integer, Long> caller = new HashMap<>();
    for (int register : isa.registers().calleeSaved()) {
      caller.put(register, RuleEvaluator.known(registers, register));
    }
    long returnAddress =
        link.isPresent()
            ? RuleEvaluator.withoutSignature(RuleEvaluator.known(registers, link.getAsInt()))
            : rules.word(stackPointer);
    caller.put(isa.registers().stackPointer(), cfa);
    caller.put(isa.registers().returnAddress(), returnAddress);
    return new CloneReturn(false, cfa, returnAddress, caller);
  }
}
