package io.riffle.shuffle.unwind;

import io.riffle.criu.Memory;
import io.riffle.elf.CfaRule;
import io.riffle.elf.FrameRow;
import io.riffle.elf.RegisterRule;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Applies one row of call frame information to the registers of a frame. */
final class RuleEvaluator {
  // Addresses of user space have 48 bits; a signature is above them.
  private static final long SIGNATURE_FREE = (1L << 48) - 1;

  private final Isa isa;
  private final Memory memory;

  RuleEvaluator(Isa isa, Memory memory) {
    this.isa = isa;
    this.memory = memory;
  }

  long cfa(FrameRow row, Map<Integer, Long> registers) throws IOException {
    if (row.cfa() instanceof CfaRule.RegisterOffset rule) {
      return known(registers, rule.register()) + rule.offset();
    }
    CfaRule.Expression rule = (CfaRule.Expression) row.cfa();
    return Expression.evaluate(rule.bytecode(), registers, memory);
  }

  /**
   * The registers of the caller as far as they are known: those with a rule by it, callee-saved
   * ones without a rule unchanged, and the stack pointer, which is the CFA unless a rule says
   * otherwise.
   */
  Map<Integer, Long> caller(
      FrameRow row, long cfa, int returnAddressColumn, Map<Integer, Long> registers)
      throws IOException {
    Map<Integer, Long> caller = new HashMap<>();
    for (int register : isa.registers().calleeSaved()) {
      copy(register, registers, register, caller);
    }
    // A leaf of aarch64 leaves the return address where the call put it.
    copy(returnAddressColumn, registers, returnAddressColumn, caller);
    caller.put(isa.registers().stackPointer(), cfa);
    for (Map.Entry<Integer, RegisterRule> rule : row.registers().entrySet()) {
      apply(rule.getKey(), rule.getValue(), cfa, registers, caller);
    }
    if (row.registers().get(FrameRow.RA_SIGN_STATE) instanceof RegisterRule.Constant constant
        && (constant.value() & 1) != 0) {
      caller.computeIfPresent(returnAddressColumn, (column, value) -> withoutSignature(value));
    }
    return caller;
  }

  private void apply(
      int register,
      RegisterRule rule,
      long cfa,
      Map<Integer, Long> registers,
      Map<Integer, Long> caller)
      throws IOException {
    if (rule instanceof RegisterRule.AtCfaOffset at) {
      caller.put(register, word(cfa + at.offset()));
    } else if (rule instanceof RegisterRule.ValCfaOffset value) {
      caller.put(register, cfa + value.offset());
    } else if (rule instanceof RegisterRule.InRegister in) {
      caller.remove(register);
      copy(in.register(), registers, register, caller);
    } else if (rule instanceof RegisterRule.AtExpression at) {
      long address = Expression.evaluate(at.bytecode(), registers, memory, cfa);
      caller.put(register, word(address));
    } else if (rule instanceof RegisterRule.ValExpression value) {
      caller.put(register, Expression.evaluate(value.bytecode(), registers, memory, cfa));
    } else if (rule instanceof RegisterRule.SameValue) {
      caller.remove(register);
      copy(register, registers, register, caller);
    } else if (rule instanceof RegisterRule.Undefined) {
      caller.remove(register);
    }
  }

  /** The little-endian 64-bit word at {@code address}. */
  long word(long address) throws IOException {
    return ByteBuffer.wrap(memory.read(address, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** A return address without the signature that pointer authentication may have put into it. */
  static long withoutSignature(long returnAddress) {
    return returnAddress & SIGNATURE_FREE;
  }

  static long known(Map<Integer, Long> registers, int register) throws RuleException {
    Long value = registers.get(register);
    if (value == null) {
      throw new RuleException("register " + register + " is not known");
    }
    return value;
  }

  private static void copy(
      int from, Map<Integer, Long> registers, int to, Map<Integer, Long> caller) {
    Long value = registers.get(from);
    if (value != null) {
      caller.put(to, value);
    }
  }
}
