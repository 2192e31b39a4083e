package io.riffle.shuffle.decode;

import io.riffle.isa.Isa;
import java.util.ArrayList;
import java.util.List;

/** Decodes the machine code of one ISA, an instruction at a time. Stateless. */
public interface Decoder {
  /**
   * Decodes the instruction at {@code code[offset]}.
   *
   * <p>Never throws for strange bytes: an instruction that is not understood, or is cut off by the
   * end of the array, comes back with {@link Instruction#known()} false and a length of at least 1
   * (4 on aarch64).
   *
   * @param address virtual address of the instruction
   */
  Instruction decode(byte[] code, int offset, long address);

  /**
   * Decodes one instruction after the other from the first byte to the last.
   *
   * @param address virtual address of the first
   */
  default List<Instruction> decodeAll(byte[] code, long address) {
    List<Instruction> instructions = new ArrayList<>();
    for (int offset = 0; offset < code.length; ) {
      Instruction instruction = decode(code, offset, address + offset);
      instructions.add(instruction);
      offset += instruction.length();
    }
    return instructions;
  }

  /** The decoder of the given ISA. */
  static Decoder of(Isa isa) {
    return switch (isa) {
      case X86_64 -> new X86Decoder();
      case AARCH64 -> new A64Decoder();
    };
  }
}
