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
 * gives the stubs of a static binary ({@code .iplt}, for libc's IFUNCs) no call frame information.
 * What follows up to the jump leaves the stack pointer alone, and so does what came before, since a
 * stub pushes nothing but on the way to the lazy binder, which is not such a jump.
 *
 * @param cfa the stub's CFA, that of the function it jumps to
 * @param returnAddress where that function will return to
 * @param caller registers of the caller
 */
record LinkageStub(long cfa, long returnAddress, Map<Integer, Long> caller) {
  private static final int LONGEST = 4;
  private static final int LONGEST_INSTRUCTION = 16;
  private static final long WORD = 8;

  /** The stub at {@code pc}, if there is one. */
  static Optional<LinkageStub> at(
      CodeMap code, Isa isa, long pc, Map<Integer, Long> registers, RuleEvaluator rules)
      throws IOException {
    Optional<Module> module = code.moduleAt(pc);
    if (module.isEmpty() || !inStubs(module.get(), pc) || !jumpsAway(code, isa, pc)) {
      return Optional.empty();
    }
    long stackPointer = RuleEvaluator.known(registers, isa.registers().stackPointer());
    Map<Integer, Long> caller = new HashMap<>();
    for (int register : isa.registers().calleeSaved()) {
      caller.put(register, RuleEvaluator.known(registers, register));
    }
    OptionalInt link = FramelessLeaf.linkRegister(isa);
    long cfa = link.isPresent() ? stackPointer : stackPointer + WORD;
    long returnAddress =
        link.isPresent()
            ? RuleEvaluator.withoutSignature(RuleEvaluator.known(registers, link.getAsInt()))
            : rules.word(stackPointer);
    caller.put(isa.registers().stackPointer(), cfa);
    caller.put(isa.registers().returnAddress(), returnAddress);
    return Optional.of(new LinkageStub(cfa, returnAddress, caller));
  }

  private static boolean inStubs(Module module, long pc) {
    long linked = pc - module.bias();
    return module.elf().sections().stream()
        .filter(section -> section.name().startsWith(".plt") || section.name().equals(".iplt"))
        .anyMatch(section -> covers(section, linked));
  }

  private static boolean covers(Section section, long address) {
    return address >= section.address() && address - section.address() < section.size();
  }

  private static boolean jumpsAway(CodeMap code, Isa isa, long pc) throws IOException {
    Optional<byte[]> bytes = code.bytes(pc, LONGEST * LONGEST_INSTRUCTION);
    if (bytes.isEmpty()) {
      return false;
    }
    Decoder decoder = Decoder.of(isa);
    int at = 0;
    for (int count = 0; count < LONGEST; count++) {
      Instruction instruction = decoder.decode(bytes.get(), at, pc + at);
      if (!instruction.known() || !(instruction.stack() instanceof StackEffect.None)) {
        return false;
      }
      if (instruction.flow() instanceof ControlFlow.IndirectJump) {
        return true;
      }
      if (!(instruction.flow() instanceof ControlFlow.Next)) {
        return false;
      }
      at += instruction.length();
    }
    return false;
  }
}
