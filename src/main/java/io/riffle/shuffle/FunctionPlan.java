package io.riffle.shuffle;

import io.riffle.shuffle.MovableUnit.Shape;
import io.riffle.shuffle.layout.FrameObject;
import io.riffle.shuffle.layout.FunctionLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Where each movable unit of a function goes.
 *
 * @param layout the function's frame as it is
 * @param moves a move for each movable unit, also for those that stay by chance
 * @param bits binary logarithm of the number of admissible permutations
 * @param placeBits sum over its objects of the binary logarithm of how many places each may take
 * @param pinned how many objects stay, by reason
 */
record FunctionPlan(
    FunctionLayout layout,
    List<Move> moves,
    double bits,
    double placeBits,
    Map<PinReason, Integer> pinned) {

  /**
   * A unit and its new place.
   *
   * @param unit the unit
   * @param newStart its lowest byte after the shuffle, as an offset from the CFA
   * @param turned whether its objects are then the other way round
   */
  record Move(MovableUnit unit, long newStart, boolean turned) {
    boolean isChange() {
      return turned || newStart != unit.start();
    }

    /** Where bytes of an object, or of several whole ones, are then. */
    long target(long start, long length) {
      return unit.target(start, length, newStart, turned);
    }

    /** How far a reference goes, from the CFA. */
    long distance(FrameReference reference) {
      return target(reference.start(), reference.bytesReached()) - reference.start();
    }

    /** Whether the registers of a reference change places. */
    boolean swapsHalves(FrameReference reference) {
      return turned && !unit.isWithinSlot(reference);
    }

    /** The unit's bytes as they are then; of {@code bytes}, which are those of now, in any case. */
    byte[] arranged(byte[] bytes) {
      if (!turned) {
        return bytes;
      }
      byte[] result = new byte[bytes.length];
      int slot = Math.toIntExact(unit.slot());
      for (int at = 0; at < bytes.length; at += slot) {
        System.arraycopy(bytes, at, result, bytes.length - slot - at, slot);
      }
      return result;
    }
  }

  FunctionPlan {
    moves = List.copyOf(moves);
    pinned = Map.copyOf(pinned);
  }

  /**
   * Draws a plan.
   *
   * @param analysis the function
   * @param random the function's own generator
   * @param objection why a unit must stay although code allows it to move: what only a dump tells
   * @param identity whether everything is drawn but stays where it is
   */
  static FunctionPlan draw(
      FunctionAnalysis analysis,
      SplitMix64 random,
      Function<MovableUnit, Optional<PinReason>> objection,
      boolean identity) {
    ObjectPins pins = analysis.pins().copy();
    Map<Shape, List<MovableUnit>> byShape =
        new TreeMap<>(
            Comparator.comparingLong(Shape::size)
                .thenComparingLong(Shape::alignment)
                .thenComparingLong(Shape::residue)
                .thenComparing(Shape::saved));
    for (MovableUnit unit : analysis.units()) {
      Optional<PinReason> reason = objection.apply(unit);
      if (reason.isPresent()) {
        unit.objects().forEach(object -> pins.pin(object, reason.get()));
      } else {
        byShape.computeIfAbsent(unit.shape(), shape -> new ArrayList<>()).add(unit);
      }
    }
    List<Move> moves = new ArrayList<>();
    double bits = 0;
    double placeBits = 0;
    for (List<MovableUnit> units : byShape.values()) {
      List<MovableUnit> flexible = units.stream().filter(unit -> canMove(unit, units)).toList();
      units.stream()
          .filter(unit -> !flexible.contains(unit))
          .forEach(unit -> unit.objects().forEach(object -> pins.pin(object, PinReason.ENCODING)));
      for (PositionGroup group : PositionGroup.split(flexible)) {
        bits += group.bits();
        placeBits += group.placeBits();
        int[] positions = group.draw(random);
        for (int unit = 0; unit < positions.length; unit++) {
          MovableUnit mover = group.units().get(unit);
          int position = identity ? unit : positions[unit];
          boolean turned = mover.reversible() && random.nextInt(2) == 1 && !identity;
          moves.add(new Move(mover, group.units().get(position).start(), turned));
        }
      }
    }
    moves.sort(Comparator.comparing(move -> move.unit().start()));
    return new FunctionPlan(analysis.layout(), moves, bits, placeBits, pins.counts());
  }

  /** A unit that is alone of its shape counts as movable: nothing but company is missing. */
  private static boolean canMove(MovableUnit unit, List<MovableUnit> sameShape) {
    return sameShape.size() == 1
        || unit.reversible()
        || sameShape.stream().anyMatch(other -> other != unit && unit.canMoveTo(other.start()));
  }

  /** The frame as it will be. */
  FunctionLayout newLayout() {
    List<FrameObject> objects = new ArrayList<>(layout.objects());
    for (Move move : moves) {
      for (int object : move.unit().objects()) {
        FrameObject before = objects.get(object);
        objects.set(object, before.at(move.target(before.cfaOffset(), before.size())));
      }
    }
    objects.sort(Comparator.comparing(FrameObject::cfaOffset).reversed());
    return new FunctionLayout(
        layout.name(),
        layout.address(),
        layout.size(),
        layout.realigned(),
        layout.recorded(),
        objects);
  }

  /** What moves where, object by object, the highest place first. */
  List<Moved> moved() {
    List<Moved> moved = new ArrayList<>();
    for (Move move : changes()) {
      for (int index : move.unit().objects()) {
        FrameObject object = layout.objects().get(index);
        moved.add(
            new Moved(
                object.names(),
                object.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                object.size(),
                object.cfaOffset(),
                move.target(object.cfaOffset(), object.size())));
      }
    }
    moved.sort(Comparator.comparing(Moved::from).reversed());
    return moved;
  }

  /** The moves that do change a place. */
  List<Move> changes() {
    return moves.stream().filter(Move::isChange).toList();
  }
}
