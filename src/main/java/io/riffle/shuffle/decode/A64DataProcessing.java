package io.riffle.shuffle.decode;

import static io.riffle.shuffle.decode.A64Word.bit;
import static io.riffle.shuffle.decode.A64Word.bits;
import static io.riffle.shuffle.decode.A64Word.orStackPointer;
import static io.riffle.shuffle.decode.A64Word.orZero;
import static io.riffle.shuffle.decode.A64Word.ra;
import static io.riffle.shuffle.decode.A64Word.rd;
import static io.riffle.shuffle.decode.A64Word.rm;
import static io.riffle.shuffle.decode.A64Word.rn;

/** The A64 group "Data Processing -- Register" (Arm ARM DDI 0487, C4.1). */
final class A64DataProcessing {
  private A64DataProcessing() {}

  static Instruction decode(int word, long address) {
    if (!bit(word, 28)) {
      if (!bit(word, 24)) {
        return logical(word, address);
      }
      return bit(word, 21) ? addSubtractExtended(word, address) : addSubtract(word, address);
    }
    return switch (bits(word, 24, 21)) {
      case 0b0000 -> carry(word, address);
      case 0b0010 -> conditionalCompare(word, address);
      case 0b0100 -> conditionalSelect(word, address);
      case 0b0110 -> bit(word, 30) ? oneSource(word, address) : twoSources(word, address);
      case 0b1000, 0b1001, 0b1010, 0b1101, 0b1110 -> threeSources(word, address);
      default -> A64Outcome.unknown(address);
    };
  }

  private static Instruction binary(int word, long address, boolean allocated) {
    return allocated
        ? A64Outcome.plain(address, orZero(rn(word)) | orZero(rm(word)), orZero(rd(word)))
        : A64Outcome.unknown(address);
  }

  private static boolean shiftFits(int word) {
    return bit(word, 31) || !bit(word, 15);
  }

  /** "Logical (shifted register)". */
  private static Instruction logical(int word, long address) {
    return binary(word, address, shiftFits(word));
  }

  /** "Add/subtract (shifted register)". */
  private static Instruction addSubtract(int word, long address) {
    return binary(word, address, shiftFits(word) && bits(word, 23, 22) != 0b11);
  }

  /** "Add/subtract (extended register)": the form of ADD and SUB that knows the stack pointer. */
  private static Instruction addSubtractExtended(int word, long address) {
    if (bits(word, 23, 22) != 0 || bits(word, 12, 10) > 4) {
      return A64Outcome.unknown(address);
    }
    long read = orStackPointer(rn(word)) | orZero(rm(word));
    return bit(word, 29)
        ? A64Outcome.plain(address, read, orZero(rd(word)))
        : A64Outcome.plainOrStackPointer(address, read, rd(word));
  }

  /** "Add/subtract (with carry)", "Rotate right into flags" and "Evaluate into flags". */
  private static Instruction carry(int word, long address) {
    int form = bits(word, 15, 10);
    if (form == 0) {
      return binary(word, address, true);
    }
    boolean rotate = bits(word, 31, 29) == 0b101 && bits(word, 14, 10) == 0b00001 && !bit(word, 4);
    boolean evaluate =
        bits(word, 31, 29) == 0b001
            && bits(word, 20, 15) == 0
            && bits(word, 13, 10) == 0b0010
            && bits(word, 4, 0) == 0b01101;
    return rotate || evaluate
        ? A64Outcome.plain(address, orZero(rn(word)), 0)
        : A64Outcome.unknown(address);
  }

  /** "Conditional compare (register)" and "(immediate)". */
  private static Instruction conditionalCompare(int word, long address) {
    if (!bit(word, 29) || bit(word, 10) || bit(word, 4)) {
      return A64Outcome.unknown(address);
    }
    long second = bit(word, 11) ? 0 : orZero(rm(word));
    return A64Outcome.plain(address, orZero(rn(word)) | second, 0);
  }

  /** "Conditional select". */
  private static Instruction conditionalSelect(int word, long address) {
    return binary(word, address, !bit(word, 29) && !bit(word, 11));
  }

  /** "Data-processing (3 source)": multiplications with addition. */
  private static Instruction threeSources(int word, long address) {
    int operation = bits(word, 23, 21);
    boolean high = operation == 0b010 || operation == 0b110;
    boolean allocated =
        bits(word, 30, 29) == 0 && (operation == 0 || bit(word, 31)) && !(high && bit(word, 15));
    if (!allocated) {
      return A64Outcome.unknown(address);
    }
    long addend = high ? 0 : orZero(ra(word));
    return A64Outcome.plain(
        address, orZero(rn(word)) | orZero(rm(word)) | addend, orZero(rd(word)));
  }

  /** "Data-processing (2 source)". */
  private static Instruction twoSources(int word, long address) {
    boolean wide = bit(word, 31);
    int opcode = bits(word, 15, 10);
    long n = orZero(rn(word));
    long m = orZero(rm(word));
    long nOrSp = orStackPointer(rn(word));
    long mOrSp = orStackPointer(rm(word));
    long d = orZero(rd(word));
    if (bit(word, 29)) { // SUBPS
      return wide && opcode == 0
          ? A64Outcome.plain(address, nOrSp | mOrSp, d)
          : A64Outcome.unknown(address);
    }
    return switch (opcode) {
      case 0b000010, 0b000011 -> A64Outcome.plain(address, n | m, d); // UDIV, SDIV
      case 0b001000, 0b001001, 0b001010, 0b001011 -> A64Outcome.plain(address, n | m, d); // shifts
      case 0b010000, 0b010001, 0b010010, 0b010100, 0b010101, 0b010110 -> // CRC32
          binary(word, address, !wide);
      case 0b010011, 0b010111 -> binary(word, address, wide); // CRC32X
      case 0b011000, 0b011001, 0b011010, 0b011011 -> binary(word, address, true); // SMAX, UMIN
      case 0b000000 -> ifWide(wide, address, nOrSp | mOrSp, d); // SUBP
      case 0b000100 -> // IRG
          wide
              ? A64Outcome.plainOrStackPointer(address, nOrSp | m, rd(word))
              : A64Outcome.unknown(address);
      case 0b000101 -> ifWide(wide, address, nOrSp | m, d); // GMI
      case 0b001100 -> ifWide(wide, address, n | mOrSp, d); // PACGA
      default -> A64Outcome.unknown(address);
    };
  }

  private static Instruction ifWide(boolean wide, long address, long read, long written) {
    return wide ? A64Outcome.plain(address, read, written) : A64Outcome.unknown(address);
  }

  /** "Data-processing (1 source)". */
  private static Instruction oneSource(int word, long address) {
    boolean wide = bit(word, 31);
    int opcode = bits(word, 15, 10);
    if (bit(word, 29)) {
      return A64Outcome.unknown(address);
    }
    if (rm(word) == 1) {
      return wide ? authenticate(word, address, opcode) : A64Outcome.unknown(address);
    }
    boolean allocated = rm(word) == 0 && opcode <= 8 && (opcode != 3 || wide);
    return allocated
        ? A64Outcome.plain(address, orZero(rn(word)), orZero(rd(word)))
        : A64Outcome.unknown(address);
  }

  /** PACIA to XPACD: the first eight have a modifier that may be the stack pointer. */
  private static Instruction authenticate(int word, long address, int opcode) {
    long changed = orZero(rd(word));
    if (opcode < 8) {
      return A64Outcome.plain(address, changed | orStackPointer(rn(word)), changed);
    }
    return opcode < 18 && rn(word) == A64Word.THIRTY_ONE
        ? A64Outcome.plain(address, changed, changed)
        : A64Outcome.unknown(address);
  }
}
