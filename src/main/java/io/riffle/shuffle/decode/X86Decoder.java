package io.riffle.shuffle.decode;

/** Decodes x86-64 machine code. */
final class X86Decoder implements Decoder {
  @Override
  public Instruction decode(byte[] code, int offset, long address) {
    return Instruction.unknown(address, 1);
  }
}
