package io.riffle.shuffle;

import io.riffle.isa.Isa;
import io.riffle.shuffle.FunctionCode.Base;
import io.riffle.shuffle.FunctionCode.Unanalysable;
import io.riffle.shuffle.decode.ControlFlow;
import io.riffle.shuffle.decode.Instruction;
import io.riffle.shuffle.decode.Instruction.AddressOf;
import io.riffle.shuffle.decode.StackEffect;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Follows addresses of the frame through the registers of a function: a forward dataflow analysis
 * over its basic blocks, checked against .eh_frame at every instruction.
 *
 * <p>.eh_frame alone tells where the CFA is, but only from one register at a time; the code alone
 * tells the other, but not for blocks that only a jump table reaches. Each is the check of the
 * other, and any contradiction makes the function unanalysable. A value that may be reached over an
 * indirect jump is taken into account everywhere, since any block may be its target.
 */
final class FrameTracking {
  private final FunctionCode code;
  private final LongPredicate functionEntry;
  private final int stackPointer;
  private final int framePointer;
  private final FrameValue entryStackPointer;
  private final Map<Integer, FrameState> blockEntries = new HashMap<>();
  private final Deque<Integer> work = new ArrayDeque<>();
  private final FrameState indirect;
  private final FrameState calls;
  private final BitSet seeded = new BitSet();
  private FrameValue bodyAtIndirectJumps = FrameValue.NONE;
  private boolean hasIndirectJump;
  private boolean indirectChanged;
  private boolean stackPointerUncertain;

  private FrameTracking(FunctionCode code, LongPredicate functionEntry) throws Unanalysable {
    this.code = code;
    this.functionEntry = functionEntry;
    Isa.Registers registers = code.isa().registers();
    stackPointer = registers.stackPointer();
    framePointer = registers.framePointer();
    indirect = FrameState.of(code.isa(), FrameValue.NONE);
    calls = FrameState.of(code.isa(), FrameValue.NONE);
    if (code.size() == 0 || code.baseAt(0).register() != stackPointer) {
      throw new Unanalysable(PinReason.NO_FRAME_INFO);
    }
    entryStackPointer = FrameValue.at(code.baseAt(0).offset());
  }

  /**
   * Analyses a function.
   *
   * @param functionEntry whether another function that has a frame of its own starts at an address
   * @throws Unanalysable if .eh_frame and the code disagree, or code elsewhere uses the frame
   */
  static FrameTracking of(FunctionCode code, LongPredicate functionEntry) throws Unanalysable {
    FrameTracking tracking = new FrameTracking(code, functionEntry);
    tracking.solve();
    return tracking;
  }

  /** Sees each instruction with what registers may hold before it. */
  interface Visitor {
    void visit(int index, FrameState before) throws Unanalysable;
  }

  /** Shows every instruction to a visitor, in order of address. */
  void walk(Visitor visitor) throws Unanalysable {
    for (int leader = 0; leader >= 0; leader = code.leaders().nextSetBit(leader + 1)) {
      FrameState state = blockEntries.get(leader).copy();
      for (int index = leader; index < code.endOfBlock(leader); index++) {
        applyRow(index, state);
        if (stackPointerUncertain && isBase(index, framePointer)) {
          state.set(stackPointer, FrameValue.OTHER);
        }
        visitor.visit(index, withIndirect(index, state));
        transfer(index, state);
      }
    }
  }

  /** Whether .eh_frame takes the CFA from this register at an instruction. */
  boolean isBase(int index, int register) {
    return code.baseAt(index).register() == register;
  }

  private FrameState withIndirect(int index, FrameState state) {
    if (!hasIndirectJump) {
      return state;
    }
    FrameState joined = state.copy();
    joined.join(indirect.addresses());
    // The bases of the frame are checked at each block instead, and known better.
    joined.set(stackPointer, state.get(stackPointer));
    if (isBase(index, framePointer)) {
      joined.set(framePointer, state.get(framePointer));
    }
    return joined;
  }

  private void solve() throws Unanalysable {
    FrameState entry = FrameState.of(code.isa(), FrameValue.OTHER);
    entry.set(stackPointer, entryStackPointer);
    flowTo(0, entry);
    do {
      indirectChanged = false;
      work.addAll(blockEntries.keySet());
      drain();
      seedUnreached();
    } while (indirectChanged);
    checkIndirectTargets();
  }

  private void drain() throws Unanalysable {
    while (!work.isEmpty()) {
      int leader = work.remove();
      FrameState state = blockEntries.get(leader).copy();
      int end = code.endOfBlock(leader);
      for (int index = leader; index < end; index++) {
        applyRow(index, state);
        transfer(index, state);
      }
      flowFrom(end - 1, state);
    }
  }

  /** Blocks that no direct path reaches: targets of jump tables, landing pads, padding. */
  private void seedUnreached() throws Unanalysable {
    code.leaders().stream().filter(at -> !blockEntries.containsKey(at)).forEach(seeded::set);
    for (int leader = seeded.nextSetBit(0); leader >= 0; leader = seeded.nextSetBit(leader + 1)) {
      FrameState state = (hasIndirectJump ? indirect : calls).copy();
      Base base = code.baseAt(leader);
      // The row alone tells: a block is entered only from where the frame is as it says.
      state.set(base.register(), FrameValue.at(base.offset()));
      flowTo(leader, state);
    }
    drain();
  }

  /**
   * Any block may be the target of a jump table, so with the CFA taken from the frame pointer the
   * stack pointer must be the same at all of them.
   */
  private void checkIndirectTargets() {
    stackPointerUncertain =
        bodyAtIndirectJumps != FrameValue.NONE
            && blockEntries.entrySet().stream()
                .filter(block -> isBase(block.getKey(), framePointer))
                .anyMatch(block -> !block.getValue().get(stackPointer).equals(bodyAtIndirectJumps));
  }

  private boolean flowTo(int leader, FrameState state) {
    FrameState known = blockEntries.get(leader);
    boolean changed;
    if (known == null) {
      blockEntries.put(leader, state.copy());
      changed = true;
    } else {
      changed = known.join(state);
    }
    if (changed && !work.contains(leader)) {
      work.add(leader);
    }
    return changed;
  }

  private void flowFrom(int last, FrameState state) throws Unanalysable {
    ControlFlow flow = code.at(last).flow();
    if (flow instanceof ControlFlow.Next) {
      fallThrough(last, state);
    } else if (flow instanceof ControlFlow.Jump jump) {
      jump(jump.target(), state);
    } else if (flow instanceof ControlFlow.Branch branch) {
      jump(branch.target(), state);
      fallThrough(last, state);
    } else if (flow instanceof ControlFlow.IndirectJump) {
      hasIndirectJump = true;
      indirectChanged |= indirect.join(state);
      if (isBase(last, framePointer)) {
        bodyAtIndirectJumps = bodyAtIndirectJumps.or(state.get(stackPointer));
      }
    } else if (flow instanceof ControlFlow.Call) {
      calls.join(state);
      // A call leaves the frame as it is; where .eh_frame says otherwise it never comes back.
      if (last + 1 < code.size() && code.baseAt(last).equals(code.baseAt(last + 1))) {
        fallThrough(last, state);
      }
    }
  }

  private void fallThrough(int last, FrameState state) throws Unanalysable {
    if (last + 1 < code.size()) {
      flowTo(last + 1, state);
    } else {
      throw new Unanalysable(PinReason.LEAVES_FUNCTION);
    }
  }

  private void jump(long target, FrameState state) throws Unanalysable {
    if (code.contains(target)) {
      flowTo(code.indexOf(target), state);
    } else if (!functionEntry.test(target)
        || !state.get(stackPointer).is(entryStackPointer.exact())) {
      throw new Unanalysable(PinReason.LEAVES_FUNCTION);
    }
  }

  private void applyRow(int index, FrameState state) throws Unanalysable {
    Base base = code.baseAt(index);
    FrameValue tracked = state.get(base.register());
    if (tracked.is(base.offset())) {
      return;
    }
    boolean possible =
        tracked.other() || tracked.anyAddress() || tracked.offsets().contains(base.offset());
    if (!possible && tracked != FrameValue.NONE) {
      throw new Unanalysable(PinReason.FRAME_INFO_DISAGREES);
    }
    if (base.register() == stackPointer) {
      state.set(stackPointer, FrameValue.at(base.offset()));
    } else {
      // The code does not bear out what the row says of the frame pointer: trust neither.
      state.set(framePointer, FrameValue.ANY_ADDRESS);
    }
  }

  private void transfer(int index, FrameState state) {
    Instruction instruction = code.at(index);
    FrameValue stack = after(instruction.stack(), state);
    FrameValue computed =
        instruction
            .addressOf()
            .map(address -> valueOf(address, withIndirect(index, state)))
            .orElse(FrameValue.OTHER);
    state.clobber(instruction.registersWritten());
    state.set(stackPointer, stack);
    instruction.addressOf().ifPresent(address -> state.set(address.destination(), computed));
  }

  private FrameValue after(StackEffect effect, FrameState state) {
    if (effect instanceof StackEffect.None) {
      return state.get(stackPointer);
    } else if (effect instanceof StackEffect.Adjust adjust) {
      return state.get(stackPointer).plus(adjust.delta());
    } else if (effect instanceof StackEffect.SetFrom from) {
      return state.get(from.register()).plus(from.displacement());
    }
    return FrameValue.OTHER;
  }

  private static FrameValue valueOf(AddressOf address, FrameState state) {
    // With an index it is an address into an indexed object, and never a base for others.
    return address.index() == Instruction.NO_REGISTER
        ? state.get(address.base()).plus(address.displacement())
        : FrameValue.OTHER;
  }
}
