package io.riffle.shuffle.decode;

/**
 * Decodes A64, the instruction set of aarch64, as far as a rewriter of frames needs it: the door to
 * the A64 classes of this package, one for each part of the encoding (Arm ARM DDI 0487, C4.1 "A64
 * instruction set encoding", whose top-level field is bits 28 to 25).
 *
 * <p>SVE and SME are not understood, nor are encodings that the architecture reserves. A register
 * that {@link StackEffect.SetFrom} names is not counted as read besides.
 */
final class A64Decoder implements Decoder {
  @Override
  public Instruction decode(byte[] code, int offset, long address) {
    if (offset < 0 || offset > code.length - A64Outcome.LENGTH) {
      return A64Outcome.unknown(address);
    }
    return decode(wordAt(code, offset), address);
  }

  private static Instruction decode(int word, long address) {
    return switch (A64Word.bits(word, 28, 25)) {
      case 0b0000 -> reserved(word, address);
      case 0b1000, 0b1001 -> A64Immediate.decode(word, address);
      case 0b1010, 0b1011 -> A64Branches.decode(word, address);
      case 0b0100, 0b0110, 0b1100, 0b1110 -> A64LoadStore.decode(word, address);
      case 0b0101, 0b1101 -> A64DataProcessing.decode(word, address);
      case 0b0111, 0b1111 -> A64Vector.decode(word, address);
      default -> A64Outcome.unknown(address);
    };
  }

  /** Group "Reserved": only UDF, whose upper half is zero, has a meaning. */
  private static Instruction reserved(int word, long address) {
    return word >>> 16 == 0
        ? A64Outcome.flow(address, new ControlFlow.Trap(), 0, 0)
        : A64Outcome.unknown(address);
  }

  /** The instruction word at an offset; instructions are little-endian whatever data are. */
  static int wordAt(byte[] code, int offset) {
    return code[offset] & 0xff
        | (code[offset + 1] & 0xff) << 8
        | (code[offset + 2] & 0xff) << 16
        | code[offset + 3] << 24;
  }

  /** The bytes of an instruction word. */
  static byte[] bytesOf(int word) {
    return new byte[] {(byte) word, (byte) (word >> 8), (byte) (word >> 16), (byte) (word >> 24)};
  }
}
