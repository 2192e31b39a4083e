package io.riffle.elf;

import java.util.Arrays;

/** How to compute the canonical frame address (DWARF 5 section 6.4.1). */
public sealed interface CfaRule {
  /**
   * A register plus a constant.
   *
   * @param register DWARF number
   * @param offset bytes added
   */
  record RegisterOffset(int register, long offset) implements CfaRule {}

  /**
   * The value of a DWARF expression on an empty stack.
   *
   * @param bytecode the expression; not to be changed
   */
  record Expression(byte[] bytecode) implements CfaRule {
    @Override
    public boolean equals(Object other) {
      return other instanceof Expression that && Arrays.equals(bytecode, that.bytecode);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytecode);
    }
  }
}
