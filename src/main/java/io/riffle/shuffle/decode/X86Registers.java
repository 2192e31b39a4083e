package io.riffle.shuffle.decode;

import java.util.List;

/**
 * DWARF numbers of the x86-64 general registers and the masks over them that the decoder needs
 * (System V psABI for x86-64, figures 3.4 and 3.36).
 */
final class X86Registers {
  static final int RBP = 6;
  static final int RSP = 7;
  static final long RSP_BIT = 1L << RSP;

  private static final List<String> DWARF_NAMES =
      List.of(
          "rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11", "r12",
          "r13", "r14", "r15");

  /** Registers that a called function may leave with any value. */
  static final long CALLER_SAVED = mask("rax,rdx,rcx,rsi,rdi,r8,r9,r10,r11");

  static final long RCX_BIT = mask("rcx");

  // Index is the number in the instruction, value that in DWARF.
  private static final byte[] DWARF = {0, 2, 1, 3, 7, 6, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15};

  private X86Registers() {}

  /** DWARF number of the register that an instruction encodes as {@code encoded}, 0 to 15. */
  static int dwarf(int encoded) {
    return DWARF[encoded & 15];
  }

  /**
   * DWARF number of the register that holds the byte register encoded as {@code encoded}: without a
   * REX prefix 4 to 7 are ah, ch, dh and bh.
   */
  static int dwarfOfByte(int encoded, boolean rex) {
    return DWARF[rex || encoded < 4 || encoded > 7 ? encoded & 15 : encoded - 4];
  }

  /** Bit of a register in a mask, none for {@link Instruction#NO_REGISTER}. */
  static long bit(int dwarf) {
    return dwarf < 0 ? 0 : 1L << dwarf;
  }

  /**
   * The mask of a comma-separated list of register names.
   *
   * @throws IllegalArgumentException if one of them is no general register
   */
  static long mask(String names) {
    long mask = 0;
    for (String name : names.split(",", -1)) {
      int number = DWARF_NAMES.indexOf(name);
      if (number < 0) {
        throw new IllegalArgumentException("no x86-64 general register is called '" + name + "'");
      }
      mask |= 1L << number;
    }
    return mask;
  }
}
