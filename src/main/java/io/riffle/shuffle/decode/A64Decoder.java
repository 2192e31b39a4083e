package io.riffle.shuffle.decode;

/** Decodes A64, the instruction set of aarch64. */
final class A64Decoder implements Decoder {
  @Override
  public Instruction decode(byte[] code, int offset, long address) {
    return Instruction.unknown(address, 4);
  }
}
