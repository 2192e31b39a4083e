package io.riffle.suite;

import io.riffle.flow.StopPoint;
import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One cell, before it is run.
 *
 * @param workload what runs
 * @param isa on which ISA; the one that a migration goes to
 * @param rung how far it is taken
 * @param stops where it is suspended, one place a round, each but the first counted from the
 *     restore before it; none on the native rung
 * @param seed the first round's shuffle's seed; 0 on rungs that have none
 */
public record CellSpec(Workload workload, Isa isa, Rung rung, List<CellStop> stops, long seed) {
  /** Rounds of the rung {@link Rung#SHUFFLE_X3}. */
  static final int ROUNDS = 3;

  /**
   * Drops what has no effect on the rung, so that equal cells are equal.
   *
   * @throws IllegalArgumentException if the rung needs another number of stops
   */
  public CellSpec {
    stops = rung == Rung.NATIVE ? List.of() : List.copyOf(stops);
    seed = isSeeded(rung) ? seed : 0;
    int rounds = rounds(rung);
    if (stops.size() != rounds) {
      throw new IllegalArgumentException(
          "rung " + rung.label() + " takes " + rounds + " stops, not " + stops.size());
    }
  }

  /** A cell of one round, suspended at a point that is known. */
  public CellSpec(Workload workload, Isa isa, Rung rung, StopPoint stop, long seed) {
    this(workload, isa, rung, List.of(CellStop.at(stop)), seed);
  }

  /** How often a cell of a rung is dumped. */
  static int rounds(Rung rung) {
    return switch (rung) {
      case NATIVE -> 0;
      case DUMP_RESTORE, IDENTITY, SHUFFLE, MIGRATE -> 1;
      case SHUFFLE_X3 -> ROUNDS;
    };
  }

  /**
   * A stable name, such as {@code ep.S/aarch64/shuffle/slice_sum:252/seed-42}, which {@link
   * CellNames} reads back.
   */
  public String name() {
    List<String> words = new ArrayList<>(List.of(workload.id(), isa.displayName(), rung.label()));
    if (rung != Rung.NATIVE) {
      words.add(where());
    }
    if (isSeeded()) {
      words.add("seed-" + seed);
    }
    return String.join("/", words);
  }

  /** The stops as the name has them. */
  String where() {
    return stops.stream().map(CellStop::toString).collect(Collectors.joining("+"));
  }

  /** A short name for lines of progress. */
  public String displayName() {
    return name();
  }

  /** A name for files. */
  String folderName() {
    return name().replace("%", "pc").replaceAll("[^A-Za-z0-9._+-]", "-");
  }

  /** Whether the seed matters. */
  boolean isSeeded() {
    return isSeeded(rung);
  }

  private static boolean isSeeded(Rung rung) {
    return rung == Rung.SHUFFLE || rung == Rung.SHUFFLE_X3;
  }

  /** The one command that runs this cell again. */
  public String rerun() {
    boolean server = workload.name().equals(Workloads.REDIS);
    String tree =
        workload.tree().map(path -> Words.option(server ? "--redis" : "--npb", path)).orElse("");
    return "./riffle run --rerun " + name() + tree;
  }

  @Override
  public String toString() {
    return name();
  }
}
