package io.riffle.shuffle;

import io.riffle.shuffle.layout.FrameObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The objects of one frame and why some of them stay: a ledger that only grows. */
final class ObjectPins {
  private final List<FrameObject> objects;
  private final PinReason[] reasons;

  ObjectPins(List<FrameObject> objects) {
    this.objects = objects;
    reasons = new PinReason[objects.size()];
  }

  /** A ledger of its own with the same entries. */
  ObjectPins copy() {
    ObjectPins copy = new ObjectPins(objects);
    System.arraycopy(reasons, 0, copy.reasons, 0, reasons.length);
    return copy;
  }

  List<FrameObject> objects() {
    return objects;
  }

  void pin(int object, PinReason reason) {
    if (reasons[object] == null) {
      reasons[object] = reason;
    }
  }

  /** Says something else of an object that stays anyway. */
  void explain(int object, PinReason reason) {
    reasons[object] = reason;
  }

  void pinIf(Predicate<FrameObject> condition, PinReason reason) {
    for (int object = 0; object < reasons.length; object++) {
      if (condition.test(objects.get(object))) {
        pin(object, reason);
      }
    }
  }

  void pinAll(PinReason reason) {
    pinIf(object -> true, reason);
  }

  /** Pins what shares a byte with [start, end), offsets from the CFA. */
  void pinTouched(long start, long end, PinReason reason) {
    pinIf(object -> object.cfaOffset() < end && start < object.cfaEnd(), reason);
  }

  boolean isPinned(int object) {
    return reasons[object] != null;
  }

  Optional<PinReason> reason(int object) {
    return Optional.ofNullable(reasons[object]);
  }

  /** How many objects stay, by reason. */
  Map<PinReason, Integer> counts() {
    Map<PinReason, Integer> counts = new EnumMap<>(PinReason.class);
    for (PinReason reason : reasons) {
      if (reason != null) {
        counts.merge(reason, 1, Integer::sum);
      }
    }
    return counts;
  }
}
