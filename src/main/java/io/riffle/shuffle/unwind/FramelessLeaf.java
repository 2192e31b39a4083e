package io.riffle.shuffle.unwind;

import io.riffle.isa.Isa;
import io.riffle.shuffle.decode.ControlFlow;
import io.riffle.shuffle.decode.Decoder;
import io.riffle.shuffle.decode.Instruction;
import io.riffle.shuffle.decode.StackEffect;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Recognises functions that need no call frame information: those that call nothing and leave the
 * stack pointer alone, so that the return address is in the link register all the time. aarch64's
 * vDSO consists of such functions and describes none of them.
 */
final class FramelessLeaf {
  private FramelessLeaf() {}

  /**
   * The registers of the caller of the function at {@code pc}, which has not called; empty if the
   * function is not known to be such a leaf.
   */
  static Optional<Map<Integer, Long>> caller(
      CodeMap code, Isa isa, long pc, Map<Integer, Long> registers) throws IOException {
    OptionalInt link = linkRegister(isa);
    if (link.isEmpty()) {
      return Optional.empty();
    }
    Optional<byte[]> function = code.functionAt(pc);
    if (function.isEmpty() || !isLeaf(function.get(), Decoder.of(isa), link.getAsInt())) {
      return Optional.empty();
    }
    Map<Integer, Long> caller = new HashMap<>();
    for (int register : isa.registers().calleeSaved()) {
      caller.put(register, RuleEvaluator.known(registers, register));
    }
    long returnAddress = RuleEvaluator.known(registers, link.getAsInt());
    caller.put(link.getAsInt(), RuleEvaluator.withoutSignature(returnAddress));
    return Optional.of(caller);
  }

  /** The register that a call puts the return address in, where it is not put on the stack. */
  static OptionalInt linkRegister(Isa isa) {
    return switch (isa) {
      case X86_64 -> OptionalInt.empty();
      case AARCH64 -> OptionalInt.of(isa.registers().returnAddress());
    };
  }

  private static boolean isLeaf(byte[] code, Decoder decoder, int link) {
    long linkBit = 1L << link;
    for (int at = 0; at < code.length; ) {
      Instruction instruction = decoder.decode(code, at, at);
      boolean writesLink = (instruction.registersWritten() & linkBit) != 0;
      boolean readsLink = (instruction.registersRead() & linkBit) != 0;
      if (!instruction.known()
          || !(instruction.stack() instanceof StackEffect.None)
          || instruction.flow() instanceof ControlFlow.Call
          // Signing and checking the return address reads it too.
          || writesLink && !readsLink) {
        return false;
      }
      at += instruction.length();
    }
    return true;
  }
}
