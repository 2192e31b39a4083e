package io.riffle.shuffle.layout;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that the compiler's own record says of one function: each of its objects, and every use of
 * each that is no plain access within its bounds.
 *
 * @param uses uses by place, for all objects
 */
record FrameRecord(Map<Place, Set<FrameUse>> uses) {
  /**
   * Where an object is.
   *
   * @param offset of its lowest byte from the stack pointer at function entry
   * @param size in bytes
   */
  record Place(long offset, long size) {}

  FrameRecord {
    uses = Map.copyOf(uses);
  }

  /** The uses of each slot of a frame, if the record is of exactly these slots. */
  Optional<List<List<FrameUse>>> of(List<Remark.Slot> slots) {
    List<Place> places = slots.stream().map(slot -> new Place(slot.offset(), slot.size())).toList();
    if (!Set.copyOf(places).equals(uses.keySet()) || places.size() != uses.size()) {
      return Optional.empty();
    }
    return Optional.of(places.stream().map(this::ordered).toList());
  }

  private List<FrameUse> ordered(Place place) {
    return uses.get(place).stream()
        .sorted(Comparator.comparing(FrameUse::form).thenComparing(FrameUse::offset))
        .collect(Collectors.toUnmodifiableList());
  }
}
