package io.riffle.shuffle;

import io.riffle.elf.SaveRule;
import io.riffle.shuffle.layout.FrameObject;
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
 * @param saves where .eh_frame says that a caller's registers are in it; none if it holds none
 * @param slot bytes of each of its objects if these may lie in it the other way round, with the
 *     registers of all pair accesses exchanged; 0 if they may not
 */
record MovableUnit(
    List<Integer> objects,
    long start,
    long size,
    long alignment,
    List<FrameReference> references,
    List<SaveRule> saves,
    long slot) {

  /**
   * What two units must have in common to be able to trade places. Those that hold registers of the
   * caller are apart, as they are alive while the rest of the frame is not there yet.
   */
  record Shape(long size, long alignment, long residue, boolean saved) {}

  MovableUnit {
    objects = List.copyOf(objects);
    references = List.copyOf(references);
    saves = List.copyOf(saves);
  }

  /** A unit of its objects, which may be turned round if all that reaches it allows that. */
  static MovableUnit of(
      List<Integer> members,
      List<FrameObject> all,
      List<FrameReference> references,
      List<SaveRule> saves) {
    List<FrameObject> objects = members.stream().map(all::get).toList();
    long start = objects.stream().mapToLong(FrameObject::cfaOffset).min().orElseThrow();
    long end = objects.stream().mapToLong(FrameObject::cfaEnd).max().orElseThrow();
    long alignment = objects.stream().mapToLong(FrameObject::alignment).max().orElseThrow();
    long slot = objects.get(0).size();
    boolean alike =
        slot < end - start
            && objects.stream()
                .allMatch(
                    object ->
                        object.size() == slot
                            && object.alignment() == alignment
                            && (object.cfaOffset() - start) % slot == 0);
    MovableUnit unit =
        new MovableUnit(
            members, start, end - start, alignment, references, saves, alike ? slot : 0);
    return alike && unit.canTurn()
        ? unit
        : new MovableUnit(members, start, end - start, alignment, references, saves, 0);
  }

  long end() {
    return start + size;
  }

  Shape shape() {
    return new Shape(size, alignment, Math.floorMod(start, alignment), !saves.isEmpty());
  }

  /** Whether its objects may lie in it the other way round. */
  boolean reversible() {
    return slot > 0;
  }

  /** How many of its objects are elsewhere if it is turned: all but one in the middle. */
  int turning() {
    boolean middle = reversible() && size / slot % 2 == 1;
    return reversible() ? objects.size() - (middle ? 1 : 0) : 0;
  }

  /** Whether every reference can be encoded with the unit at another place, turned or not. */
  boolean canMoveTo(long newStart) {
    return (newStart == start || canHold(newStart, false))
        && (!reversible() || canHold(newStart, true));
  }

  private boolean canHold(long newStart, boolean turned) {
    return references.stream()
            .allMatch(
                reference -> {
                  long distance =
                      target(reference.start(), reference.bytesReached(), newStart, turned)
                          - reference.start();
                  return reference.canMove(distance)
                      && (saves.isEmpty() || reference.isAboveBase(distance));
                })
        && saves.stream()
            .allMatch(save -> save.canHold(target(save.cfaOffset(), slot, newStart, turned)));
  }

  private boolean canTurn() {
    return references.stream().allMatch(this::canTurn) && canHold(start, true);
  }

  /** A reference within one object turns with it; else it must be a pair of two whole objects. */
  private boolean canTurn(FrameReference reference) {
    if (!reference.isPlain()) {
      return false;
    }
    return isWithinSlot(reference)
        || (reference.memory().field().canSwapHalves()
            && reference.memory().elementBytes() == slot
            && reference.bytesReached() == 2 * slot
            && (reference.start() - start) % slot == 0);
  }

  /** Whether a reference reaches one of the objects that turn, and no other. */
  boolean isWithinSlot(FrameReference reference) {
    return (reference.start() - start) / slot == (reference.end() - 1 - start) / slot;
  }

  /**
   * Where bytes of it are after a move.
   *
   * @param at where the lowest of them is now, as an offset from the CFA
   * @param length how many they are: within one object, or whole objects
   * @param newStart where the unit goes
   * @param turned whether its objects are then the other way round
   */
  long target(long at, long length, long newStart, boolean turned) {
    long within = at - start;
    if (!turned) {
      return newStart + within;
    }
    long first = within / slot;
    long slots = Math.max(1, length / slot);
    return newStart + size - (first + slots) * slot + within % slot;
  }
}
