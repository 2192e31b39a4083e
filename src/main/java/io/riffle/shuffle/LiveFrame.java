package io.riffle.shuffle;

import io.riffle.criu.Memory;
import java.util.Optional;

/**
 * A frame of a shuffled function on the stack of a dumped thread.
 *
 * @param memory the memory of its process
 * @param cfa its canonical frame address
 * @param floor the lowest address that belongs to it; what is below belongs to a function that it
 *     called, to a signal's frame or to nobody
 * @param unwinding whether its thread is unwinding its stack, as for an exception, and so may hold
 *     addresses of places where registers are saved
 */
record LiveFrame(Memory memory, long cfa, long floor, boolean unwinding) {
  /** Whether the bytes at an offset from the CFA belong to the frame. */
  boolean owns(long start) {
    return Long.compareUnsigned(cfa + start, floor) >= 0;
  }

  /** Why a unit has to stay that the code would let move. */
  Optional<PinReason> objection(MovableUnit unit) {
    if (unwinding && !unit.saves().isEmpty()) {
      return Optional.of(PinReason.UNWINDING);
    }
    return owns(unit.start()) && !memory.holds(cfa + unit.start(), unit.size())
        ? Optional.of(PinReason.NOT_DUMPED)
        : Optional.empty();
  }
}
