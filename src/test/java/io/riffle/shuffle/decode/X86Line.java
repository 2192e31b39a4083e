package io.riffle.shuffle.decode;

import java.util.HexFormat;

/**
 * One x86-64 instruction of a listing in Intel syntax.
 *
 * @param address its virtual address
 * @param bytes its bytes
 * @param mnemonic its name
 * @param operands its operands, without comments
 */
record X86Line(long address, byte[] bytes, String mnemonic, String operands) {
  static X86Line of(ObjdumpListing.Line line) {
    return new X86Line(
        line.address(),
        HexFormat.of().parseHex(line.raw().replace(" ", "")),
        line.mnemonic(),
        line.operands().replaceFirst("\\s*#.*", "").replace('\t', ' '));
  }

  /** Whether the disassembler knows the instruction. */
  boolean isKnown() {
    return !mnemonic.equals("<unknown>");
  }

  @Override
  public String toString() {
    return String.format(
        "%x: %s  %s %s", address, HexFormat.ofDelimiter(" ").formatHex(bytes), mnemonic, operands);
  }
}
