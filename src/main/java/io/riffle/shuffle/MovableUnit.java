package io.riffle.shuffle;

import java.util.List;

/**
 * What moves as one: an object, or several that lie side by side and that some instruction reaches
 * at once (such as a pair of spills that {@code ldp} loads).
 *
 * @param objects indices of its objects in the function's layout
 * @param start lowest byte, as an offset from the CFA
 * @param size size in bytes
 * @param alignment the largest alignment of its objects
 * @param references everything that reaches it
 */
record MovableUnit(
    List<Integer> objects, long start, long size, long alignment, List<FrameReference> references) {

  /** What two units must have in common to be able to trade places. */
  record Shape(long size, long alignment, long residue) {}

  MovableUnit {
    objects = List.copyOf(objects);
    references = List.copyOf(references);
  }

  long end() {
    return start + size;
  }

  Shape shape() {
    return new Shape(size, alignment, Math.floorMod(start, alignment));
  }

  /** Whether every reference can be encoded with the unit at another place. */
  boolean canMoveTo(long newStart) {
    return newStart == start
        || references.stream().allMatch(reference -> reference.canMove(newStart - start));
  }
}
