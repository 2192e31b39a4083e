package io.riffle.shuffle;

import io.riffle.criu.Memory;

/**
 * A frame of a shuffled function on the stack of a dumped thread.
 *
 * @param memory the memory of its process
 * @param cfa its canonical frame address
 * @param floor the lowest address that belongs to it; what is below belongs to a function that it
 *     called, to a signal's frame or to nobody
 */
record LiveFrame(Memory memory, long cfa, long floor) {
  /** Whether the bytes at an offset from the CFA belong to the frame. */
  boolean owns(long start) {
    return Long.compareUnsigned(cfa + start, floor) >= 0;
  }

  /** Whether the frame has the unit and the dump does not hold its bytes. */
  boolean lacks(MovableUnit unit) {
    return owns(unit.start()) && !memory.holds(cfa + unit.start(), unit.size());
  }
}
