package io.riffle.shuffle.decode;

import static io.riffle.shuffle.decode.A64Word.bits;
import static io.riffle.shuffle.decode.A64Word.orStackPointer;
import static io.riffle.shuffle.decode.A64Word.orZero;
import static io.riffle.shuffle.decode.A64Word.rd;
import static io.riffle.shuffle.decode.A64Word.rn;
import static io.riffle.shuffle.decode.A64Word.signedBits;

import io.riffle.shuffle.decode.Instruction.MemoryOperand;

/**
 * "Load/store memory tags" of the A64 group "Loads and Stores" (Arm ARM DDI 0487, C4.1). An access
 * counts the bytes whose tag it reads or writes, 16 to a granule. Its displacement is fixed: tags
 * belong to addresses, so an object with tags had better stay.
 */
final class A64Tags {
  private static final int GRANULE = 16;

  private A64Tags() {}

  static Instruction decode(int word, long address) {
    int operation = bits(word, 23, 22);
    int mode = bits(word, 11, 10);
    if (bits(word, 31, 30) != 0b11) {
      return A64Outcome.unknown(address);
    }
    long immediate = (long) signedBits(word, 20, 12) * GRANULE;
    if (mode == 0b00) {
      boolean load = operation == 0b01; // LDG, which inserts the tag into Xt; else bulk forms
      long register = orZero(rd(word));
      return load
          ? A64Outcome.memory(address, operand(word, immediate, GRANULE, false), register, register)
          : A64Outcome.unknown(address);
    }
    int bytes = operation >= 0b10 ? 2 * GRANULE : GRANULE; // ST2G, STZ2G
    long tag = orStackPointer(rd(word));
    if (mode == 0b10) {
      return A64Outcome.memory(address, operand(word, immediate, bytes, false), tag, 0);
    }
    long displacement = mode == 0b11 ? immediate : 0;
    return A64Outcome.writeBack(
        address, operand(word, displacement, bytes, true), immediate, tag, 0);
  }

  private static MemoryOperand operand(int word, long displacement, int bytes, boolean writeBack) {
    return new MemoryOperand(
        rn(word),
        Instruction.NO_REGISTER,
        displacement,
        bytes,
        bytes,
        writeBack,
        new A64Displacement.Fixed(displacement));
  }
}
