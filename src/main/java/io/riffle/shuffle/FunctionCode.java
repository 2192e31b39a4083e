package io.riffle.shuffle;

import io.riffle.elf.CfaRule;
import io.riffle.elf.FrameRow;
import io.riffle.elf.RegisterRule;
import io.riffle.isa.Isa;
import io.riffle.shuffle.decode.ControlFlow;
import io.riffle.shuffle.decode.Decoder;
import io.riffle.shuffle.decode.Instruction;
import io.riffle.shuffle.layout.FunctionLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A function ready for analysis: its instructions, the row of call frame information of each, and
 * where its basic blocks start.
 */
final class FunctionCode {
  /** What .eh_frame says of the CFA: {@code register} is CFA + {@code offset}. */
  record Base(int register, long offset) {}

  private final Isa isa;
  private final FunctionLayout layout;
  private final byte[] bytes;
  private final List<Instruction> instructions = new ArrayList<>();
  private final List<Base> bases = new ArrayList<>();
  private final Map<Long, Integer> indexByAddress = new HashMap<>();
  private final BitSet leaders = new BitSet();

  private FunctionCode(Isa isa, FunctionLayout layout, byte[] bytes) {
    this.isa = isa;
    this.layout = layout;
    this.bytes = bytes;
  }

  /**
   * Decodes a function.
   *
   * @param bytes its code
   * @param rows its rows, ascending
   * @throws Unanalysable if an instruction is unknown or has no row that names a base register
   */
  static FunctionCode of(FunctionLayout layout, byte[] bytes, Isa isa, List<FrameRow> rows)
      throws Unanalysable {
    FunctionCode code = new FunctionCode(isa, layout, bytes);
    code.decode(Decoder.of(isa));
    code.assignBases(rows);
    code.findLeaders();
    return code;
  }

  private void decode(Decoder decoder) throws Unanalysable {
    for (int offset = 0; offset < bytes.length; ) {
      Instruction instruction = decoder.decode(bytes, offset, layout.address() + offset);
      if (!instruction.known()
          || instruction.length() < 1
          || instruction.length() > bytes.length - offset) {
        throw new Unanalysable(PinReason.UNKNOWN_INSTRUCTION);
      }
      indexByAddress.put(instruction.address(), instructions.size());
      instructions.add(instruction);
      offset += instruction.length();
    }
  }

  private void assignBases(List<FrameRow> rows) throws Unanalysable {
    int next = 0;
    int known = -1;
    Base base = null;
    for (Instruction instruction : instructions) {
      while (next < rows.size() && !rows.get(next).covers(instruction.address())) {
        next++;
      }
      if (next == rows.size()) {
        throw new Unanalysable(PinReason.NO_FRAME_INFO);
      }
      if (known != next) {
        base = baseOf(rows.get(next));
        known = next;
      }
      bases.add(base);
    }
  }

  private Base baseOf(FrameRow row) throws Unanalysable {
    Isa.Registers registers = isa.registers();
    if (row.cfa() instanceof CfaRule.RegisterOffset cfa
        && (cfa.register() == registers.stackPointer()
            || cfa.register() == registers.framePointer())
        && row.registers().values().stream()
            .noneMatch(RegisterRule.AtExpression.class::isInstance)) {
      return new Base(cfa.register(), -cfa.offset());
    }
    throw new Unanalysable(PinReason.NO_FRAME_INFO);
  }

  private void findLeaders() throws Unanalysable {
    leaders.set(0);
    for (int index = 0; index < instructions.size(); index++) {
      ControlFlow flow = instructions.get(index).flow();
      if (!(flow instanceof ControlFlow.Next)) {
        leaders.set(index + 1);
      }
      if (flow instanceof ControlFlow.Jump jump) {
        addTarget(jump.target());
      } else if (flow instanceof ControlFlow.Branch branch) {
        addTarget(branch.target());
      }
    }
    leaders.clear(instructions.size());
  }

  private void addTarget(long target) throws Unanalysable {
    if (contains(target)) {
      Integer index = indexByAddress.get(target);
      if (index == null) {
        throw new Unanalysable(PinReason.UNKNOWN_INSTRUCTION);
      }
      leaders.set(index);
    }
  }

  FunctionLayout layout() {
    return layout;
  }

  Isa isa() {
    return isa;
  }

  int size() {
    return instructions.size();
  }

  Instruction at(int index) {
    return instructions.get(index);
  }

  /** What .eh_frame says at an instruction. */
  Base baseAt(int index) {
    return bases.get(index);
  }

  /** The bytes of an instruction. */
  byte[] bytesOf(Instruction instruction) {
    int start = Math.toIntExact(instruction.address() - layout.address());
    return Arrays.copyOfRange(bytes, start, start + instruction.length());
  }

  /** Whether an address lies in the function's code. */
  boolean contains(long address) {
    return Long.compareUnsigned(address - layout.address(), bytes.length) < 0;
  }

  /** The index of the instruction at an address that {@link #contains} and a jump goes to. */
  int indexOf(long target) {
    return indexByAddress.get(target);
  }

  /** The first instruction of each basic block. */
  BitSet leaders() {
    return leaders;
  }

  /** One past the last instruction of the basic block that starts at {@code leader}. */
  int endOfBlock(int leader) {
    int next = leaders.nextSetBit(leader + 1);
    return next < 0 ? size() : next;
  }

  /** The function as a whole cannot be analysed, so that all its objects stay. */
  static final class Unanalysable extends Exception {
    private static final long serialVersionUID = 1L;
    private final PinReason reason;

    Unanalysable(PinReason reason) {
      super(reason.phrase(), null, false, false);
      this.reason = reason;
    }

    PinReason reason() {
      return reason;
    }
  }
}
