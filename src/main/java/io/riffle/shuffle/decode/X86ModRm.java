package io.riffle.shuffle.decode;

/**
 * The ModRM byte and, for a memory operand, SIB and displacement (Intel SDM volume 2, section
 * 2.1.5, tables 2-2 and 2-3, and 2.2.1.3 to 2.2.1.6 for 64-bit mode).
 *
 * @param reg the reg field with its extension, 0 to 15
 * @param register the register in the rm field with its extension, or -1 for a memory operand
 * @param base DWARF number of the base register, or {@link Instruction#NO_REGISTER}
 * @param index DWARF number of the index register, or {@link Instruction#NO_REGISTER}
 * @param displacement displacement in bytes; for a rip-relative operand, from the end of the
 *     instruction
 * @param ripRelative whether the address is relative to the end of the instruction
 * @param field where the displacement stands
 */
record X86ModRm(
    int reg,
    int register,
    int base,
    int index,
    long displacement,
    boolean ripRelative,
    X86Displacement field) {

  private static final int NONE = Instruction.NO_REGISTER;

  boolean isRegister() {
    return register >= 0;
  }

  /** Reads what follows the opcode. */
  static X86ModRm read(X86Encoding encoding, X86Form form) {
    int modRm = encoding.readByte();
    int mod = modRm >> 6;
    int reg = modRm >> 3 & 7 | encoding.extendReg();
    int rm = modRm & 7;
    if (mod == 3 || form.anyMod()) {
      return new X86ModRm(
          reg, rm | encoding.extendBase(), NONE, NONE, 0, false, X86Displacement.Fixed.ZERO);
    }
    int base = NONE;
    int index = NONE;
    boolean ripRelative = false;
    int displacementBytes = mod == 1 ? 1 : mod == 2 ? 4 : 0;
    if (rm == 4) {
      int sib = encoding.readByte();
      int encodedIndex = sib >> 3 & 7 | encoding.extendIndex();
      boolean vectorIndex = form.kind() == X86Form.Kind.VSIB;
      index = encodedIndex == 4 || vectorIndex ? NONE : X86Registers.dwarf(encodedIndex);
      if ((sib & 7) == 5 && mod == 0) {
        displacementBytes = 4;
      } else {
        base = X86Registers.dwarf(sib & 7 | encoding.extendBase());
      }
    } else if (rm == 5 && mod == 0) {
      ripRelative = true;
      displacementBytes = 4;
    } else {
      base = X86Registers.dwarf(rm | encoding.extendBase());
    }
    int at = encoding.length();
    long displacement = displacementBytes == 0 ? 0 : encoding.readSigned(displacementBytes);
    X86Displacement field = X86Displacement.Fixed.ZERO;
    if (encoding.truncated()) {
      displacement = 0;
    } else if (displacementBytes == 1) {
      int shift = encoding.kind() == X86Encoding.EVEX ? compression(encoding, form) : 0;
      displacement <<= shift;
      field = X86Displacement.Byte.at(at, shift);
    } else if (displacementBytes == 4) {
      field = X86Displacement.Word.at(at);
    }
    return new X86ModRm(reg, -1, base, index, displacement, ripRelative, field);
  }

  /** Binary logarithm of N in disp8*N. */
  private static int compression(X86Encoding encoding, X86Form form) {
    X86Width unit = encoding.broadcast() ? form.element() : form.unit();
    return Integer.numberOfTrailingZeros(Math.max(1, unit.bytes(encoding)));
  }
}
