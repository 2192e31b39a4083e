package io.riffle.shuffle;

import io.riffle.shuffle.layout.FrameObject;
import io.riffle.shuffle.layout.FrameUse;
import io.riffle.shuffle.layout.FrameUse.Form;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Which object of a function each address of its code belongs to, by the compiler's record: the
 * form of the use and the constant part of the address tell. It is never guessed from the place
 * that the constant part happens to lie in, which may be another object's.
 */
final class RecordedUses {
  /** A form of use and the constant part of its address, as an offset from the CFA. */
  private record Key(Form form, long at) {}

  private final Map<Key, BitSet> owners = new HashMap<>();
  private final BitSet splitting = new BitSet();

  RecordedUses(List<FrameObject> objects) {
    for (int object = 0; object < objects.size(); object++) {
      for (FrameUse use : objects.get(object).uses()) {
        Key key = new Key(use.form(), objects.get(object).cfaOffset() + use.offset());
        owners.computeIfAbsent(key, none -> new BitSet()).set(object);
        if (use.form() == Form.INDEXED_ADDRESS) {
          splitting.set(object);
        }
      }
    }
  }

  /** Pins objects that share an address, so that code which names it may mean any of them. */
  void pinAmbiguous(ObjectPins pins) {
    owners.values().stream()
        .filter(objects -> objects.cardinality() > 1)
        .flatMapToInt(BitSet::stream)
        .forEach(object -> pins.pin(object, PinReason.AMBIGUOUS));
  }

  /** One of the objects that a use belongs to; none if the record has no such use. */
  OptionalInt owner(Form form, long at) {
    BitSet objects = owners.get(new Key(form, at));
    return objects == null ? OptionalInt.empty() : OptionalInt.of(objects.nextSetBit(0));
  }

  /**
   * Pins the objects of which a late pass of LLVM may compute an address in two steps, the constant
   * part last, where neither step shows what it is part of.
   *
   * @return whether there are any
   */
  boolean pinSplitting(ObjectPins pins) {
    splitting.stream().forEach(object -> pins.pin(object, PinReason.SPLIT_ADDRESS));
    return !splitting.isEmpty();
  }
}
