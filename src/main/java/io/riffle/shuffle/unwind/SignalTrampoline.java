package io.riffle.shuffle.unwind;

import io.riffle.isa.Isa;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The code that a signal handler returns to, for when no call frame information describes it (the
 * vDSO of Linux 5.8 and later on aarch64, musl on x86-64), and where the interrupted registers are.
 * Source: the kernel's user interface, struct rt_sigframe and struct sigcontext of each ISA.
 *
 * @param isa the ISA
 * @param code its bytes
 * @param registers DWARF numbers in the order that they are saved in, 8 bytes each, without gaps
 * @param offset where the first is, from the stack pointer at the trampoline
 * @param pcOffset where the interrupted pc is, from the same
 */
record SignalTrampoline(Isa isa, byte[] code, List<Integer> registers, int offset, int pcOffset) {
  static SignalTrampoline of(Isa isa) {
    return switch (isa) {
      case X86_64 ->
          new SignalTrampoline(
              isa,
              // mov rax, 15; syscall
              bytes(0x48, 0xc7, 0xc0, 0x0f, 0, 0, 0, 0x0f, 0x05),
              List.of(8, 9, 10, 11, 12, 13, 14, 15, 5, 4, 6, 3, 1, 0, 2, 7, 16),
              40,
              40 + 16 * 8);
      case AARCH64 ->
          new SignalTrampoline(
              isa,
              // mov x8, #139; svc #0
              bytes(0x68, 0x11, 0x80, 0xd2, 0x01, 0, 0, 0xd4),
              IntStream.rangeClosed(0, 31).boxed().toList(),
              128 + 176 + 8,
              128 + 176 + 8 + 32 * 8);
    };
  }

  /** The registers of what was interrupted, from those at the trampoline. */
  Map<Integer, Long> interrupted(Map<Integer, Long> atTrampoline, RuleEvaluator memory)
      throws IOException {
    Map<Integer, Long> interrupted = new HashMap<>();
    long saved = stackPointer(atTrampoline) + offset;
    for (int register : registers) {
      interrupted.put(register, memory.word(saved));
      saved += Long.BYTES;
    }
    return interrupted;
  }

  /** Where it was interrupted. */
  long interruptedPc(Map<Integer, Long> atTrampoline, RuleEvaluator memory) throws IOException {
    return memory.word(stackPointer(atTrampoline) + pcOffset);
  }

  private long stackPointer(Map<Integer, Long> atTrampoline) throws RuleException {
    return RuleEvaluator.known(atTrampoline, isa.registers().stackPointer());
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
