package io.riffle.report;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the other rungs of the same program on the same ISA say of a broken cell. The ladder exists
 * for this: the lowest rung that breaks tells which part is at fault.
 */
final class Ladder {
  private final Map<Rung, Cell> worst = new EnumMap<>(Rung.class);

  private Ladder() {}

  /** The ladder that {@code cell} is a rung of, taken from all cells of the run. */
  static Ladder around(Cell cell, List<Cell> all) {
    Ladder ladder = new Ladder();
    all.stream()
        .filter(other -> other.program().equals(cell.program()) && other.isa().equals(cell.isa()))
        .forEach(other -> ladder.worst.merge(other.rung(), other, Ladder::worse));
    return ladder;
  }

  /** The worst cell on a rung, if it was run. */
  Optional<Cell> at(Rung rung) {
    return Optional.ofNullable(worst.get(rung));
  }

  /** In a sentence, where to look for the fault of {@code cell}; empty if the ladder is silent. */
  String conclusion(Cell cell) {
    if (cell.verdict().kind() == Verdict.Kind.ERRORED) {
      return "The infrastructure broke; this says nothing of the program or of the shuffle.";
    }
    Optional<Cell> lower = brokenBelow(cell);
    if (lower.isPresent()) {
      return "The rung "
          + lower.get().rung().label()
          + " breaks already: look there first, this one may be its consequence.";
    }
    boolean complete =
        below(cell).filter(other -> other.verdict().kind() == Verdict.Kind.PASSED).count()
            == Arrays.stream(Rung.values()).filter(cell.rung()::restsOn).count();
    return complete ? blame(cell.rung()) : "";
  }

  /** The lowest rung under that of {@code cell} that breaks as well. */
  Optional<Cell> brokenBelow(Cell cell) {
    return below(cell).filter(other -> other.verdict().kind().broken()).findFirst();
  }

  private Stream<Cell> below(Cell cell) {
    return worst.values().stream().filter(other -> cell.rung().restsOn(other.rung()));
  }

  private static String blame(Rung rung) {
    return switch (rung) {
      case NATIVE -> "The program fails undisturbed: look at its build or at the guest.";
      case DUMP_RESTORE ->
          "The program is sound by itself; dump and restore break it with its image untouched: look"
              + " at CRIU, the guest's kernel or where the program was stopped.";
      case IDENTITY ->
          "Dump and restore are sound; the rewriter breaks the image though it moves nothing: look"
              + " at how the binary and the image are read and written back.";
      case SHUFFLE ->
          "Dump, restore and an identity rewrite are sound; only moving frame objects breaks it:"
              + " look at the permutation that this seed gives.";
      case MIGRATE ->
          "Dump and restore are sound on one ISA; only rewriting the image for another breaks it:"
              + " look at the rewrite and at what it needs of both binaries.";
      case SHUFFLE_X3 ->
          "One shuffle is sound; only shuffling again what was shuffled before breaks it: look at"
              + " what a shuffle leaves behind, in the binary's layout, its code or the stacks.";
    };
  }

  private static Cell worse(Cell one, Cell other) {
    return other.verdict().kind().compareTo(one.verdict().kind()) < 0 ? other : one;
  }
}
