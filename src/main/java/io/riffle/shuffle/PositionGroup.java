package io.riffle.shuffle;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Units that trade places among themselves. Positions are numbered: position i is where unit i
 * stands now. The sets of positions that the units may take are nested, the smallest first, which
 * is what makes counting and uniform drawing easy: whatever the units before it chose, each unit
 * has the same number of positions left.
 *
 * @param units the units, by ascending number of admissible positions
 * @param admissible for each unit the positions that it may take, its own always among them
 */
record PositionGroup(List<MovableUnit> units, List<BitSet> admissible) {
  PositionGroup {
    units = List.copyOf(units);
    admissible = List.copyOf(admissible);
  }

  /**
   * Splits units of one shape into groups with nested sets of positions. A unit whose set would
   * break the nesting goes to a later group, so that some permutations across groups are given up.
   */
  static List<PositionGroup> split(List<MovableUnit> units) {
    List<BitSet> positions = units.stream().map(unit -> positions(unit, units)).toList();
    List<BitSet> groups = new ArrayList<>();
    IntStream.range(0, units.size())
        .boxed()
        .sorted(Comparator.comparing(unit -> -positions.get(unit).cardinality()))
        .forEach(unit -> addToFirstThatFits(unit, groups, positions));
    return groups.stream().map(members -> of(members, units, positions)).toList();
  }

  private static void addToFirstThatFits(int unit, List<BitSet> groups, List<BitSet> positions) {
    for (BitSet members : groups) {
      members.set(unit);
      if (isNested(members, positions)) {
        return;
      }
      members.clear(unit);
    }
    BitSet alone = new BitSet();
    alone.set(unit);
    groups.add(alone);
  }

  private static BitSet positions(MovableUnit unit, List<MovableUnit> all) {
    BitSet positions = new BitSet();
    for (int position = 0; position < all.size(); position++) {
      if (unit.canMoveTo(all.get(position).start())) {
        positions.set(position);
      }
    }
    return positions;
  }

  /** The members of a group, by ascending number of positions that they have within it. */
  private static List<Integer> ordered(BitSet members, List<BitSet> positions) {
    return members.stream()
        .boxed()
        .sorted(Comparator.comparing(unit -> within(members, positions.get(unit)).cardinality()))
        .toList();
  }

  private static BitSet within(BitSet members, BitSet positions) {
    BitSet result = (BitSet) positions.clone();
    result.and(members);
    return result;
  }

  private static boolean isNested(BitSet members, List<BitSet> positions) {
    BitSet smaller = new BitSet();
    for (int unit : ordered(members, positions)) {
      BitSet larger = within(members, positions.get(unit));
      smaller.andNot(larger);
      if (!smaller.isEmpty()) {
        return false;
      }
      smaller = larger;
    }
    return true;
  }

  private static PositionGroup of(BitSet members, List<MovableUnit> all, List<BitSet> positions) {
    List<Integer> order = ordered(members, positions);
    List<BitSet> admissible = new ArrayList<>();
    for (int unit : order) {
      BitSet renumbered = new BitSet();
      for (int position = 0; position < order.size(); position++) {
        renumbered.set(position, positions.get(unit).get(order.get(position)));
      }
      admissible.add(renumbered);
    }
    return new PositionGroup(order.stream().map(all::get).toList(), admissible);
  }

  /** Binary logarithm of the number of admissible permutations, turned units counted apart. */
  double bits() {
    double bits = 0;
    for (int unit = 0; unit < units.size(); unit++) {
      bits += Math.log(admissible.get(unit).cardinality() - unit) / Math.log(2);
      bits += units.get(unit).reversible() ? 1 : 0;
    }
    return bits;
  }

  /** Sum over all objects of the binary logarithm of how many places each may take. */
  double placeBits() {
    double bits = 0;
    for (int unit = 0; unit < units.size(); unit++) {
      double places = admissible.get(unit).cardinality();
      bits += units.get(unit).objects().size() * Math.log(places) / Math.log(2);
      bits += units.get(unit).turning();
    }
    return bits;
  }

  /** A position for each unit, all admissible permutations being equally likely. */
  int[] draw(SplitMix64 random) {
    int[] chosen = new int[units.size()];
    BitSet taken = new BitSet();
    for (int unit = 0; unit < chosen.length; unit++) {
      BitSet free = (BitSet) admissible.get(unit).clone();
      free.andNot(taken);
      int skip = random.nextInt(free.cardinality());
      int position = free.nextSetBit(0);
      for (; skip > 0; skip--) {
        position = free.nextSetBit(position + 1);
      }
      chosen[unit] = position;
      taken.set(position);
    }
    return chosen;
  }
}
