package io.riffle.shuffle;

import io.riffle.isa.Isa;
import java.util.Arrays;

/** What each register may hold at one point of a function. Mutable: a walk carries it along. */
final class FrameState {
  private final FrameValue[] values;

  private FrameState(FrameValue[] values) {
    this.values = values;
  }

  /** A state with the same value in every register. */
  static FrameState of(Isa isa, FrameValue value) {
    FrameValue[] values = new FrameValue[isa.registers().count()];
    Arrays.fill(values, value);
    return new FrameState(values);
  }

  FrameState copy() {
    return new FrameState(values.clone());
  }

  /** What a register may hold; a register that is not tracked (none, rip) is never of the frame. */
  FrameValue get(int register) {
    return register < 0 || register >= values.length ? FrameValue.OTHER : values[register];
  }

  void set(int register, FrameValue value) {
    if (register >= 0 && register < values.length) {
      values[register] = value;
    }
  }

  /** Forgets the registers of a mask. */
  void clobber(long mask) {
    for (long rest = mask; rest != 0; rest &= rest - 1) {
      set(Long.numberOfTrailingZeros(rest), FrameValue.OTHER);
    }
  }

  /** Adds what another state allows; true if that is something new. */
  boolean join(FrameState that) {
    boolean changed = false;
    for (int register = 0; register < values.length; register++) {
      FrameValue joined = values[register].or(that.values[register]);
      if (!joined.equals(values[register])) {
        values[register] = joined;
        changed = true;
      }
    }
    return changed;
  }

  /** Only the addresses of the frame that the registers may hold. */
  FrameState addresses() {
    FrameState result = copy();
    for (int register = 0; register < values.length; register++) {
      result.values[register] = values[register].addresses();
    }
    return result;
  }
}
