package io.riffle.suite;

import io.riffle.flow.StopPoint;
import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run is to do.
 *
 * @param workloads what runs, in this order
 * @param isas on which ISAs
 * @param rungs how far, lowest first
 * @param seeds seeds of the shuffles, one cell each
 * @param stop where to suspend; empty for each workload's default migration point
 */
public record SuitePlan(
    List<Workload> workloads,
    List<Isa> isas,
    List<Rung> rungs,
    List<Long> seeds,
    Optional<StopPoint> stop) {

  /** Copies the lists. */
  public SuitePlan {
    workloads = List.copyOf(workloads);
    isas = List.copyOf(isas);
    rungs = rungs.stream().sorted().distinct().toList();
    seeds = List.copyOf(seeds);
  }

  /** The whole ladder of all workloads of class S on all ISAs. */
  public static SuitePlan standard(long seed) {
    return new SuitePlan(
        Workloads.all("S"),
        List.of(Isa.values()),
        List.of(Rung.values()),
        List.of(seed),
        Optional.empty());
  }

  /** The cells of an ISA, in the order in which they are run. */
  public List<CellSpec> cells(Isa isa) {
    List<CellSpec> cells = new ArrayList<>();
    for (Workload workload : workloads) {
      StopPoint where =
          stop.orElseGet(
              () -> new StopPoint.AtFunction(Workloads.migrationPoints(workload).get(0)));
      for (Rung rung : rungs) {
        for (long seed : rung == Rung.SHUFFLE ? seeds : seeds.subList(0, 1)) {
          cells.add(new CellSpec(workload, isa, rung, where, seed));
        }
      }
    }
    return cells;
  }
}
