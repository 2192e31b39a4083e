package io.riffle.shuffle.decode;

import static io.riffle.shuffle.decode.A64Word.bit;
import static io.riffle.shuffle.decode.A64Word.bits;
import static io.riffle.shuffle.decode.A64Word.orZero;
import static io.riffle.shuffle.decode.A64Word.ra;
import static io.riffle.shuffle.decode.A64Word.rd;
import static io.riffle.shuffle.decode.A64Word.rm;
import static io.riffle.shuffle.decode.A64Word.rn;

import io.riffle.shuffle.decode.Instruction.MemoryOperand;

/**
 * The accesses of the A64 group "Loads and Stores" (Arm ARM DDI 0487, C4.1) that synchronise:
 * exclusive, ordered, compare and swap, atomic. None of them has a displacement.
 */
final class A64Ordered {
  private A64Ordered() {}

  /**
   * "Load/store exclusive register", "Load/store exclusive pair", "Load/store ordered", "Compare
   * and swap" and "Compare and swap pair": o2 and o1 tell which. Register fields that should be all
   * ones and are not change nothing, but for the two that swap.
   */
  static Instruction exclusive(int word, long address) {
    int size = bits(word, 31, 30);
    boolean swaps = ra(word) == A64Word.THIRTY_ONE;
    return switch (bits(word, 23, 21) & 0b101) {
      case 0b000 -> exclusive(word, address, size, 0);
      case 0b001 ->
          size >= 2
              ? exclusive(word, address, size, orZero(ra(word)))
              : swaps ? swapPair(word, address) : A64Outcome.unknown(address);
      case 0b100 -> ordered(word, address, size);
      default -> swaps ? compareAndSwap(word, address, size) : A64Outcome.unknown(address);
    };
  }

  private static MemoryOperand operand(int word, int bytes, int elementBytes) {
    return new MemoryOperand(
        rn(word),
        Instruction.NO_REGISTER,
        0,
        bytes,
        elementBytes,
        false,
        A64Displacement.Fixed.NONE);
  }

  private static Instruction exclusive(int word, long address, int size, long second) {
    int element = 1 << size;
    MemoryOperand operand = operand(word, bit(word, 21) ? 2 * element : element, element);
    long registers = orZero(rd(word)) | second;
    return bit(word, 22)
        ? A64Outcome.memory(address, operand, 0, registers)
        : A64Outcome.memory(address, operand, registers, orZero(rm(word))); // Rs is the status
  }

  private static Instruction ordered(int word, long address, int size) {
    MemoryOperand operand = operand(word, 1 << size, 1 << size);
    long register = orZero(rd(word));
    return bit(word, 22)
        ? A64Outcome.memory(address, operand, 0, register)
        : A64Outcome.memory(address, operand, register, 0);
  }

  private static Instruction compareAndSwap(int word, long address, int size) {
    long compared = orZero(rm(word));
    return A64Outcome.memory(
        address, operand(word, 1 << size, 1 << size), compared | orZero(rd(word)), compared);
  }

  private static Instruction swapPair(int word, long address) {
    int first = rm(word);
    int stored = rd(word);
    if (bit(word, 31) || (first & 1) != 0 || (stored & 1) != 0) {
      return A64Outcome.unknown(address);
    }
    int element = bit(word, 30) ? 8 : 4;
    long compared = orZero(first) | orZero(first + 1);
    long read = compared | orZero(stored) | orZero(stored + 1);
    return A64Outcome.memory(address, operand(word, 2 * element, element), read, compared);
  }

  /** "Atomic memory operations": LDADD and its like, SWP, and LDAPR. */
  static Instruction atomic(int word, long address) {
    if (bit(word, 26)) {
      return A64Outcome.unknown(address);
    }
    int bytes = 1 << bits(word, 31, 30);
    int operation = bits(word, 15, 12); // o3 and opc
    long loaded = orZero(rd(word));
    if (operation <= 0b1000) {
      return A64Outcome.memory(address, operand(word, bytes, bytes), orZero(rm(word)), loaded);
    }
    boolean acquire = bits(word, 23, 22) == 0b10 && rm(word) == A64Word.THIRTY_ONE;
    return operation == 0b1100 && acquire
        ? A64Outcome.memory(address, operand(word, bytes, bytes), 0, loaded)
        : A64Outcome.unknown(address);
  }
}
