package io.riffle.shuffle;

import io.riffle.elf.SaveRule;
import io.riffle.shuffle.layout.FrameObject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Joins objects that some reference reaches at once, or that have the same bytes, into units, and
 * pins every unit of which a part stays.
 */
final class UnitBuilder {
  private final ObjectPins pins;
  private final List<FrameReference> references;
  private final List<SaveRule> saves;
  private final int[] parents;

  private UnitBuilder(ObjectPins pins, List<FrameReference> references, List<SaveRule> saves) {
    this.pins = pins;
    this.references = references;
    this.saves = saves;
    parents = IntStream.range(0, pins.objects().size()).toArray();
  }

  /**
   * The movable units, by ascending place; what cannot be one is pinned.
   *
   * @param saves where registers of the caller are saved that may move
   */
  static List<MovableUnit> build(
      ObjectPins pins, List<FrameReference> references, List<SaveRule> saves) {
    UnitBuilder builder = new UnitBuilder(pins, references, saves);
    builder.joinTwins();
    references.forEach(builder::join);
    builder.pinMixed();
    builder.pinUnitsInPart();
    return builder.units();
  }

  private void joinTwins() {
    for (int first = 0; first < parents.length; first++) {
      FrameObject object = pins.objects().get(first);
      for (int second = first + 1; second < parents.length; second++) {
        FrameObject other = pins.objects().get(second);
        if (object.size() > 0
            && object.cfaOffset() == other.cfaOffset()
            && object.size() == other.size()) {
          union(first, second);
        }
      }
    }
  }

  private void join(FrameReference reference) {
    List<Integer> touched = touched(reference);
    if (touched.isEmpty() || !reference.isPlain()) {
      return;
    }
    PinReason reason = reference.isPair() ? PinReason.PAIR : PinReason.PARTIAL_ACCESS;
    // A byte that belongs to no object cannot move along.
    if (!covers(touched, reference) || touched.stream().anyMatch(pins::isPinned)) {
      touched.forEach(object -> pins.pin(object, reason));
    }
    touched.forEach(object -> union(touched.get(0), object));
  }

  private List<Integer> touched(FrameReference reference) {
    if (reference.owner().isPresent()) {
      return List.of(reference.owner().getAsInt());
    }
    List<Integer> touched = new ArrayList<>();
    for (int index = 0; index < parents.length; index++) {
      FrameObject object = pins.objects().get(index);
      if (object.cfaOffset() < reference.end() && reference.start() < object.cfaEnd()) {
        touched.add(index);
      }
    }
    touched.sort(Comparator.comparing(index -> pins.objects().get(index).cfaOffset()));
    return touched;
  }

  private boolean covers(List<Integer> touched, FrameReference reference) {
    long covered = reference.start();
    for (int index : touched) {
      FrameObject object = pins.objects().get(index);
      if (object.cfaOffset() > covered) {
        return false;
      }
      covered = Math.max(covered, object.cfaEnd());
    }
    return covered >= reference.end();
  }

  private void pinUnitsInPart() {
    PinReason[] reasons = new PinReason[parents.length];
    for (int object = 0; object < parents.length; object++) {
      if (pins.isPinned(object)) {
        reasons[root(object)] = PinReason.PARTIAL_ACCESS;
      }
    }
    for (FrameReference reference : references) {
      for (int object : reference.isPair() ? touched(reference) : List.<Integer>of()) {
        if (reasons[root(object)] != null) {
          reasons[root(object)] = PinReason.PAIR;
        }
      }
    }
    for (int object = 0; object < parents.length; object++) {
      if (reasons[root(object)] != null) {
        pins.pin(object, reasons[root(object)]);
      }
    }
  }

  private List<MovableUnit> units() {
    Map<Integer, List<FrameReference>> byRoot = new TreeMap<>();
    for (FrameReference reference : references) {
      List<Integer> touched = touched(reference);
      if (!touched.isEmpty() && !pins.isPinned(touched.get(0))) {
        byRoot.computeIfAbsent(root(touched.get(0)), key -> new ArrayList<>()).add(reference);
      }
    }
    for (int object = 0; object < parents.length; object++) {
      if (!byRoot.containsKey(root(object))) {
        pins.pin(object, PinReason.UNREFERENCED);
      }
    }
    return byRoot.entrySet().stream()
        .map(unit -> unit(unit.getKey(), unit.getValue()))
        .sorted(Comparator.comparing(MovableUnit::start))
        .toList();
  }

  private MovableUnit unit(int root, List<FrameReference> unitReferences) {
    List<Integer> members =
        IntStream.range(0, parents.length).filter(index -> root(index) == root).boxed().toList();
    return MovableUnit.of(
        members,
        pins.objects(),
        unitReferences,
        saves.stream()
            .filter(
                save -> members.stream().anyMatch(member -> isAt(save, pins.objects().get(member))))
            .toList());
  }

  /** Pins units of which only a part holds registers of the caller. */
  private void pinMixed() {
    if (saves.isEmpty()) {
      return;
    }
    BitSet saved = new BitSet();
    BitSet other = new BitSet();
    for (int object = 0; object < parents.length; object++) {
      FrameObject place = pins.objects().get(object);
      boolean holds = saves.stream().anyMatch(save -> isAt(save, place));
      (holds ? saved : other).set(root(object));
    }
    saved.and(other);
    for (int object = 0; object < parents.length; object++) {
      if (saved.get(root(object))) {
        pins.pin(object, PinReason.CALLEE_SAVED);
      }
    }
  }

  private static boolean isAt(SaveRule save, FrameObject object) {
    return object.cfaOffset() == save.cfaOffset();
  }

  private void union(int first, int second) {
    parents[root(first)] = root(second);
  }

  private int root(int object) {
    int root = object;
    while (parents[root] != root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  }
}
