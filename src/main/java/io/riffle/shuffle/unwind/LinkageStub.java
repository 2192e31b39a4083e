package io.riffle.shuffle.unwind;

import io.riffle.elf.Section;
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
 * A linker's stub that jumps to a function found at load time, interrupted before its jump. lld
 * gives the stubs no call frame information: neither those of a static binary ({@code .iplt}, for
 * libc's IFUNCs) nor those of shared libraries ({@code .plt}). What they do to the stack is little:
 * only the way to the lazy binder pushes, 16 bytes in all when the header of {@code .plt} jumps to
 * it. Sources: psABI of x86-64, section 5.2, and of aarch64, "Procedure Linkage Table"; lld's
 * {@code writePltHeader}.
 *
 * @param cfa the stub's CFA, that of the function it jumps to
 * @param returnAddress where that function will return to
 * @param caller registers of the caller
 */
record LinkageStub(long cfa, long returnAddress, Map<Integer, Long> caller) {
  private static final int LONGEST = 8;
  private static final int LONGEST_INSTRUCTION = 16;
  private static final long WORD = 8;
  private static final long PUSHED_FOR_BINDER = 16;

  /** The way from the pc to the jump. */
  private record Path(long pushes, boolean toBinder) {}

  /** The stub at {@code pc}, if there is one. */
  static Optional<LinkageStub> at(
      CodeMap code, Isa isa, long pc, Map<Integer, Long> registers, RuleEvaluator rules)
      throws IOException {
    Optional<Module> module = code.moduleAt(pc);
    Optional<Path> path =
        module.isPresent() && section(module.get(), pc).isPresent()
            ? path(code, isa, pc, module.get())
            : Optional.empty();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    long pushed = path.get().toBinder() ? PUSHED_FOR_BINDER - path.get().pushes() : 0;
    long stackPointer = RuleEvaluator.known(registers, isa.registers().stackPointer());
    Map<Integer, Long> caller = new HashMap<>();
    for (int register : isa.registers().calleeSaved()) {
      caller.put(register, RuleEvaluator.known(registers, register));
    }
    OptionalInt link = FramelessLeaf.linkRegister(isa);
    long cfa = stackPointer + pushed + (link.isPresent() ? 0 : WORD);
    // The header of aarch64 pushes x16 and the link register, in this order; x86-64's call pushed.
    long returnAddress =
        link.isPresent() && pushed == 0
            ? RuleEvaluator.withoutSignature(RuleEvaluator.known(registers, link.getAsInt()))
            : rules.word(cfa - WORD);
    caller.put(isa.registers().stackPointer(), cfa);
    caller.put(isa.registers().returnAddress(), returnAddress);
    return Optional.of(new LinkageStub(cfa, returnAddress, caller));
  }

  private static Optional<Section> section(Module module, long pc) {
    long linked = pc - module.bias();
    return module.elf().sections().stream()
        .filter(section -> section.name().startsWith(".plt") || section.name().equals(".iplt"))
        .filter(section -> section.covers(linked))
        .findFirst();
  }

  private static Optional<Path> path(CodeMap code, Isa isa, long pc, Module module)
      throws IOException {
    Decoder decoder = Decoder.of(isa);
    long at = pc;
    long pushes = 0;
    for (int count = 0; count < LONGEST; count++) {
      Optional<Section> section = section(module, at);
      Optional<byte[]> bytes = code.bytes(at, LONGEST_INSTRUCTION);
      if (section.isEmpty() || bytes.isEmpty()) {
        return Optional.empty();
      }
      Instruction instruction = decoder.decode(bytes.get(), 0, at);
      if (!instruction.known()) {
        return Optional.empty();
      }
      if (instruction.stack() instanceof StackEffect.Adjust adjust && adjust.delta() < 0) {
        pushes -= adjust.delta();
      } else if (!(instruction.stack() instanceof StackEffect.None)) {
        return Optional.empty();
      }
      if (instruction.flow() instanceof ControlFlow.IndirectJump) {
        boolean inHeader =
            section.get().name().equals(".plt")
                && at - module.bias() - section.get().address() < headerBytes(isa);
        return pushes == 0 || inHeader ? Optional.of(new Path(pushes, inHeader)) : Optional.empty();
      }
      if (instruction.flow() instanceof ControlFlow.Jump jump) {
        at = jump.target();
      } else if (instruction.flow() instanceof ControlFlow.Next) {
        at += instruction.length();
      } else {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static long headerBytes(Isa isa) {
    return switch (isa) {
      case X86_64 -> 16;
      case AARCH64 -> 32;
    };
  }
}
