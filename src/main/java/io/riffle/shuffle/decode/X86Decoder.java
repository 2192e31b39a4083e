package io.riffle.shuffle.decode;

/**
 * Decodes x86-64 machine code: prefixes, opcode by table, ModRM, displacement, immediates, and then
 * what it all means for the stack.
 *
 * <p>Rip-relative operands and {@code lea} come back with no base and the absolute address as
 * displacement. A base or index register whose memory operand does not say all about the bytes
 * reached (fs and gs segments, 32-bit addresses, bit strings, vector indexes) is in {@link
 * Instruction#registersRead()} as well. Unknown on purpose: XOP, APX, and near branches with a 66
 * prefix, which Intel's and AMD's processors decode differently.
 */
final class X86Decoder implements Decoder {
  private static final X86Opcodes OPCODES = X86Opcodes.instance();

  @Override
  public Instruction decode(byte[] code, int offset, long address) {
    X86Encoding encoding = new X86Encoding(code, offset);
    X86Form form = encoding.readOpcode() ? OPCODES.find(encoding) : null;
    if (form == null) {
      return Instruction.unknown(address, 1);
    }
    X86ModRm modRm = form.modRm() ? X86ModRm.read(encoding, form) : null;
    if (modRm != null && !isAllowed(modRm, form, encoding)) {
      return Instruction.unknown(address, 1);
    }
    long immediate = readImmediate(encoding, form.immediate());
    if (encoding.truncated() || form.kind() == X86Form.Kind.INVALID) {
      return Instruction.unknown(address, 1);
    }
    return new X86Semantics(encoding, form, modRm, immediate, address).instruction();
  }

  private static boolean isAllowed(X86ModRm modRm, X86Form form, X86Encoding encoding) {
    if (modRm.isRegister()) {
      return !form.memoryOnly();
    }
    return !form.registerOnly() && (!encoding.broadcast() || form.element().bytes(encoding) > 0);
  }

  /** The immediates as one sign-extended integer; those of enter lie one after the other. */
  private static long readImmediate(X86Encoding encoding, X86Form.Immediate immediate) {
    return switch (immediate) {
      case NONE -> 0;
      case BYTE, SHORT_TARGET -> encoding.readSigned(1);
      case WORD -> encoding.readSigned(2);
      case WORD_BYTE -> encoding.readSigned(3);
      case OPERAND -> encoding.readSigned(Math.min(4, encoding.operandBytes()));
      case FULL_OPERAND -> encoding.readSigned(encoding.operandBytes());
      case NEAR_TARGET -> encoding.readSigned(4);
      case ADDRESS ->
          encoding.narrowAddress()
              ? Integer.toUnsignedLong((int) encoding.readSigned(4))
              : encoding.readSigned(8);
    };
  }
}
