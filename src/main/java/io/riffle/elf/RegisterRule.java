package io.riffle.elf;

import java.util.Arrays;

/** How to recover a register of the caller (DWARF 5 section 6.4.1). */
public sealed interface RegisterRule {
  /** Lost; for the return address column: there is no caller. */
  record Undefined() implements RegisterRule {}

  /** Unchanged. */
  record SameValue() implements RegisterRule {}

  /**
   * Saved in memory at CFA + offset.
   *
   * @param offset in bytes
   */
  record AtCfaOffset(long offset) implements RegisterRule {}

  /**
   * The value CFA + offset itself.
   *
   * @param offset in bytes
   */
  record ValCfaOffset(long offset) implements RegisterRule {}

  /**
   * Held by another register.
   *
   * @param register DWARF number
   */
  record InRegister(int register) implements RegisterRule {}

  /**
   * Saved in memory at the address that the expression yields, with the CFA pushed first.
   *
   * @param bytecode the expression; not to be changed
   */
  record AtExpression(byte[] bytecode) implements RegisterRule {
    @Override
    public boolean equals(Object other) {
      return other instanceof AtExpression that && Arrays.equals(bytecode, that.bytecode);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytecode);
    }
  }

  /**
   * The value that the expression yields, with the CFA pushed first.
   *
   * @param bytecode the expression; not to be changed
   */
  record ValExpression(byte[] bytecode) implements RegisterRule {
    @Override
    public boolean equals(Object other) {
      return other instanceof ValExpression that && Arrays.equals(bytecode, that.bytecode);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytecode);
    }
  }

  /**
   * A constant; only aarch64's pseudo-register {@link FrameRow#RA_SIGN_STATE} has it.
   *
   * @param value the constant
   */
  record Constant(long value) implements RegisterRule {}
}
