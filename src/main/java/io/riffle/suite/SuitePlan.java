package io.riffle.suite;

import io.riffle.flow.StopPoint;
import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import io.riffle.workload.MigrationPoint;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What a run is to do. Which cells there are follows from this alone.
 *
 * @param workloads what runs, in this order
 * @param isas on which ISAs
 * @param rungs how far, lowest first
 * @param masterSeed what all that is drawn is drawn from
 * @param seeds the shuffles' seeds; empty to draw them
 * @param draws how many seeds are drawn for each stop
 * @param stop where to suspend first; empty for {@code timedStops} or each workload's default
 * @param timedStops how many stops by time are drawn for each workload; 0 for its default point
 */
public record SuitePlan(
    List<Workload> workloads,
    List<Isa> isas,
    List<Rung> rungs,
    long masterSeed,
    List<Long> seeds,
    int draws,
    Optional<StopPoint> stop,
    int timedStops) {

  /** Shares of a run between which stops by time are drawn: two more rounds must fit in after. */
  private static final int LEAST_SHARE = 5;

  private static final int MOST_SHARE = 60;

  /** Entries, counted from a restore, at which the rounds after the first are stopped. */
  private static final List<Integer> LATER_ENTRIES = List.of(5, 9);

  /** Share of the undisturbed run's time that passes between rounds stopped by time. */
  private static final int LATER_SHARE = 8;

  /** Copies the lists. */
  public SuitePlan {
    workloads = List.copyOf(workloads);
    isas = List.copyOf(isas);
    rungs = rungs.stream().sorted().distinct().toList();
    seeds = List.copyOf(seeds);
  }

  /** The whole ladder of all workloads of class S on all ISAs. */
  public static SuitePlan standard(long masterSeed) {
    return new SuitePlan(
        Workloads.all("S"),
        List.of(Isa.values()),
        List.of(Rung.values()),
        masterSeed,
        List.of(),
        1,
        Optional.empty(),
        0);
  }

  /** All cells, those of one workload and ISA together and from the lowest rung up. */
  public List<CellSpec> cells() {
    return isas.stream().flatMap(isa -> cells(isa).stream()).toList();
  }

  /** The cells of an ISA. */
  public List<CellSpec> cells(Isa isa) {
    List<CellSpec> cells = new ArrayList<>();
    for (Workload workload : workloads) {
      List<CellStop> stops = stops(workload, isa);
      for (Rung rung : rungs) {
        switch (rung) {
          case NATIVE -> cells.add(new CellSpec(workload, isa, rung, List.of(), 0));
          case DUMP_RESTORE, IDENTITY ->
              stops.forEach(at -> cells.add(new CellSpec(workload, isa, rung, List.of(at), 0)));
          case SHUFFLE -> {
            for (CellStop at : stops) {
              seeds(workload, isa, at)
                  .forEach(seed -> cells.add(new CellSpec(workload, isa, rung, List.of(at), seed)));
            }
          }
          case SHUFFLE_X3 -> {
            for (CellStop at : stops) {
              long seed = seeds(workload, isa, at).findFirst().orElseThrow();
              cells.add(new CellSpec(workload, isa, rung, rounds(at), seed));
            }
          }
        }
      }
    }
    return cells;
  }

  private List<CellStop> stops(Workload workload, Isa isa) {
    if (rungs.equals(List.of(Rung.NATIVE))) {
      return List.of();
    }
    if (stop.isPresent()) {
      return List.of(CellStop.at(stop.get()));
    }
    if (timedStops == 0) {
      MigrationPoint point = Workloads.migrationPoints(workload).get(0);
      return List.of(CellStop.at(new StopPoint.AtFunction(point)));
    }
    String name = workload.id() + "/" + isa;
    return IntStream.range(0, timedStops)
        .map(i -> Seeds.between(LEAST_SHARE, MOST_SHARE, masterSeed, name, i))
        .distinct()
        .<CellStop>mapToObj(CellStop.Share::new)
        .toList();
  }

  private LongStream seeds(Workload workload, Isa isa, CellStop at) {
    return seeds.isEmpty()
        ? IntStream.range(0, draws)
            .mapToLong(i -> Seeds.derive(masterSeed, workload.id() + "/" + isa + "/" + at, i))
        : seeds.stream().mapToLong(Long::longValue);
  }

  private static List<CellStop> rounds(CellStop first) {
    List<CellStop> rounds = new ArrayList<>(List.of(first));
    for (int entry : LATER_ENTRIES) {
      rounds.add(
          first instanceof CellStop.At at && at.point() instanceof StopPoint.AtFunction function
              ? CellStop.at(
                  new StopPoint.AtFunction(new MigrationPoint(function.point().function(), entry)))
              : new CellStop.Share(LATER_SHARE));
    }
    return rounds;
  }
}
