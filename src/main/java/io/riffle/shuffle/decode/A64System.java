package io.riffle.shuffle.decode;

import static io.riffle.shuffle.decode.A64Word.bits;
import static io.riffle.shuffle.decode.A64Word.orZero;
import static io.riffle.shuffle.decode.A64Word.rd;

/**
 * The system part of the A64 group "Branches, Exception Generating and System instructions" (Arm
 * ARM DDI 0487, C4.1): hints, barriers, PSTATE, system registers.
 */
final class A64System {
  private A64System() {}

  static Instruction decode(int word, long address) {
    int rt = rd(word);
    int group = bits(word, 21, 19); // L and op0
    return switch (bits(word, 23, 22)) {
      case 0b00 ->
          switch (group) {
            case 0b000 -> withoutRegister(word, address);
            case 0b001, 0b010, 0b011 -> A64Outcome.plain(address, orZero(rt), 0); // SYS, MSR
            case 0b101, 0b110, 0b111 -> A64Outcome.plain(address, 0, orZero(rt)); // SYSL, MRS
            default -> A64Outcome.unknown(address);
          };
      default -> A64Outcome.unknown(address);
    };
  }

  /** "Hints", "Barriers", "PSTATE" and "System instructions with register argument". */
  private static Instruction withoutRegister(int word, long address) {
    int rt = rd(word);
    return switch (bits(word, 18, 12)) { // op1 and CRn
      case 0b011_0001 -> // WFET, WFIT
          bits(word, 11, 6) == 0
              ? A64Outcome.plain(address, orZero(rt), 0)
              : A64Outcome.unknown(address);
      case 0b011_0010 -> rt == 31 ? hint(bits(word, 11, 5), address) : A64Outcome.unknown(address);
      case 0b011_0011 -> rt == 31 ? barrier(word, address) : A64Outcome.unknown(address);
      default ->
          bits(word, 15, 12) == 0b0100 && rt == 31
              ? processorState(word, address)
              : A64Outcome.unknown(address);
    };
  }

  /**
   * "Hints", by number (CRm and op2). Those of pointer authentication change the link register, or
   * x17 with x16 as modifier; their use of the stack pointer as modifier is no read, since the
   * frame stays where it is. Hints without a meaning yet are not known.
   */
  private static Instruction hint(int number, long address) {
    return switch (number) {
      case 0, 1, 2, 3, 4, 5, 6 -> A64Outcome.plain(address, 0, 0); // NOP to DGH
      case 7 -> A64Outcome.plain(address, 1L << 30, 1L << 30); // XPACLRI
      case 8, 10, 12, 14 -> A64Outcome.plain(address, 3L << 16, 1L << 17); // PACIA1716 and so on
      case 16, 17, 18, 19, 20, 22 -> A64Outcome.plain(address, 0, 0); // ESB to CLRBHB
      case 24, 25, 26, 27, 28, 29, 30, 31 -> A64Outcome.plain(address, 1L << 30, 1L << 30); // PAC
      case 32, 34, 36, 38 -> A64Outcome.plain(address, 0, 0); // BTI
      case 39 -> A64Outcome.plain(address, 0, 0); // PACM
      case 40 -> A64Outcome.plain(address, 1L << 16, 1L << 16); // CHKFEAT
      default -> A64Outcome.unknown(address);
    };
  }

  /** "Barriers": CLREX, DSB, DMB, ISB, SB. */
  private static Instruction barrier(int word, long address) {
    return switch (bits(word, 7, 5)) {
      case 0b001, 0b010, 0b100, 0b101, 0b110, 0b111 -> A64Outcome.plain(address, 0, 0);
      default -> A64Outcome.unknown(address);
    };
  }

  /** "PSTATE": all but the choice of another stack pointer and the modes of SME. */
  private static Instruction processorState(int word, long address) {
    return switch (bits(word, 18, 16) << 3 | bits(word, 7, 5)) {
      case 0, 1, 2 -> A64Outcome.plain(address, 0, 0); // CFINV, XAFLAG, AXFLAG
      case 3, 4 -> A64Outcome.plain(address, 0, 0); // UAO, PAN
      case 0b011_001, 0b011_010, 0b011_100, 0b011_110, 0b011_111 -> // SSBS, DIT, TCO, DAIF
          A64Outcome.plain(address, 0, 0);
      default -> A64Outcome.unknown(address);
    };
  }
}
