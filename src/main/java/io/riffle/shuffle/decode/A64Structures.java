package io.riffle.shuffle.decode;

import static io.riffle.shuffle.decode.A64Word.bit;
import static io.riffle.shuffle.decode.A64Word.bits;
import static io.riffle.shuffle.decode.A64Word.orZero;
import static io.riffle.shuffle.decode.A64Word.rm;

import io.riffle.shuffle.decode.Instruction.MemoryOperand;

/**
 * "Advanced SIMD load/store multiple structures" and "single structure", each also
 * "(post-indexed)", of the A64 group "Loads and Stores" (Arm ARM DDI 0487, C4.1). They have no
 * displacement; the base may be moved by the bytes accessed or by a register.
 */
final class A64Structures {
  /** Registers that LD1 to LD4 of multiple structures access, by opcode; 0 is reserved. */
  private static final byte[] REGISTERS = {4, 0, 4, 0, 3, 0, 3, 1, 2, 0, 2, 0, 0, 0, 0, 0};

  private A64Structures() {}

  static Instruction multiple(int word, long address) {
    int opcode = bits(word, 15, 12);
    boolean full = bit(word, 30);
    boolean interleaved = !bit(word, 13); // LD2 to LD4: not for vectors of one element
    boolean reserved = interleaved && bits(word, 11, 10) == 0b11 && !full;
    if (bit(word, 31) || bit(word, 21) || REGISTERS[opcode] == 0 || reserved) {
      return A64Outcome.unknown(address);
    }
    return access(word, address, REGISTERS[opcode] * (full ? 16 : 8));
  }

  static Instruction single(int word, long address) {
    int elementBytes = elementBytes(word);
    if (bit(word, 31) || elementBytes == 0) {
      return A64Outcome.unknown(address);
    }
    int elements = (bits(word, 13, 13) << 1 | bits(word, 21, 21)) + 1;
    return access(word, address, elements * elementBytes);
  }

  /** The size of one element, from opcode, S and size; 0 if reserved. */
  private static int elementBytes(int word) {
    int size = bits(word, 11, 10);
    return switch (bits(word, 15, 14)) {
      case 0b00 -> 1;
      case 0b01 -> (size & 1) == 0 ? 2 : 0;
      case 0b10 -> size == 0 ? 4 : size == 1 && !bit(word, 12) ? 8 : 0;
      default -> bit(word, 22) && !bit(word, 12) ? 1 << size : 0; // LD1R to LD4R
    };
  }

  private static Instruction access(int word, long address, int bytes) {
    boolean writeBack = bit(word, 23);
    MemoryOperand operand =
        A64LoadStore.operand(word, 0, bytes, writeBack, A64Displacement.Fixed.NONE);
    if (!writeBack) {
      return rm(word) == 0
          ? A64Outcome.memory(address, operand, 0, 0)
          : A64Outcome.unknown(address);
    }
    int increment = rm(word);
    return increment == A64Word.THIRTY_ONE
        ? A64Outcome.writeBack(address, operand, bytes, 0, 0)
        : A64Outcome.writeBackByRegister(address, operand, orZero(increment), 0);
  }
}
