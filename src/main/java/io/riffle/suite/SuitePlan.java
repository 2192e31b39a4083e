package io.riffle.suite;

import io.riffle.flow.StopPoint;
import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import io.riffle.workload.MigrationPoint;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What a run is to do. Which cells there are follows from this alone; {@link Profile} has presets.
 *
 * @param profile the preset's name; empty for none
 * @param workloads what runs, in this order
 * @param isas on which ISAs
 * @param rungs how far, lowest first
 * @param masterSeed what all that is drawn is drawn from
 * @param seeds the shuffles' seeds; empty to draw them
 * @param draws how many seeds are drawn for each stop
 * @param stop where to suspend first; empty for {@code timedStops} or each workload's default
 * @param timedStops how many stops by time are drawn for each workload; 0 for its default point
 * @param shard which part of it is run
 * @param only the one cell that is run, whatever the rest says
 */
public record SuitePlan(
    String profile,
    List<Workload> workloads,
    List<Isa> isas,
    List<Rung> rungs,
    long masterSeed,
    List<Long> seeds,
    int draws,
    Optional<StopPoint> stop,
    int timedStops,
    Shard shard,
    Optional<CellSpec> only) {

  /** Shares of a run between which stops by time are drawn: two more rounds must fit in after. */
  private static final int LEAST_SHARE = 5;

  private static final int MOST_SHARE = 60;

  /** Entries, counted from a restore, at which the rounds after the first are stopped. */
  private static final List<Integer> LATER_ENTRIES = List.of(5, 9);

  /** Share of the undisturbed run's time that passes between rounds stopped by time. */
  private static final int LATER_SHARE = 8;

  private static final List<Rung> RUNGS_OF_LARGE_SERVERS =
      List.of(Rung.NATIVE, Rung.DUMP_RESTORE, Rung.SHUFFLE);

  /** Copies the lists. */
  public SuitePlan {
    workloads = List.copyOf(workloads);
    isas = isas.stream().distinct().toList();
    rungs = rungs.stream().sorted().distinct().toList();
    seeds = List.copyOf(seeds);
  }

  /** The whole ladder of all workloads of class S on all ISAs. */
  public static SuitePlan standard(long masterSeed) {
    return Profile.DEFAULT.plan(masterSeed);
  }

  /** The one cell. */
  public static SuitePlan only(CellSpec cell) {
    return builder().only(cell).build();
  }

  /** A builder that starts from nothing to run. */
  public static SuitePlanBuilder builder() {
    return new SuitePlanBuilder();
  }

  /** A builder that starts from this plan. */
  public SuitePlanBuilder toBuilder() {
    return new SuitePlanBuilder(this);
  }

  /**
   * The same for the benchmarks of a tree of the suite's sources, which may be more than Riffle's
   * own kernels; what is none of them stays.
   */
  public SuitePlan from(Path tree) {
    List<Workload> kernels =
        workloads.stream().filter(each -> Workloads.names().contains(each.name())).toList();
    List<String> names = kernels.stream().map(Workload::name).distinct().toList();
    List<Workload> all = new ArrayList<>();
    for (String name : names.equals(Workloads.names()) ? Workloads.namesInTrees() : names) {
      kernels.stream()
          .filter(each -> each.name().equals(names.get(0)))
          .map(
              each ->
                  Workloads.find(name, String.valueOf(each.problemClass()), Optional.of(tree))
                      .with(each.optimisation()))
          .forEach(all::add);
    }
    workloads.stream().filter(each -> !kernels.contains(each)).forEach(all::add);
    return toBuilder().workloads(all).build();
  }

  /**
   * All cells to run, those of one workload and ISA together and from the lowest rung up.
   *
   * @throws IllegalArgumentException if there are more shards than the plan can be split into
   */
  public List<CellSpec> cells() {
    if (only.isPresent()) {
      return List.of(only.get());
    }
    List<CellSpec> all = new ArrayList<>();
    isas.forEach(isa -> workloads.forEach(workload -> all.addAll(cells(workload, isa))));
    return shard.equals(Shard.WHOLE) ? all : shard.of(all);
  }

  /** Those of an ISA. */
  public List<CellSpec> cells(Isa isa) {
    return cells().stream().filter(spec -> spec.isa() == isa).toList();
  }

  private List<CellSpec> cells(Workload workload, Isa isa) {
    List<CellSpec> cells = new ArrayList<>();
    List<CellStop> stops = stops(workload, isa);
    for (Rung rung : rungs(workload)) {
      if (rung == Rung.NATIVE) {
        cells.add(new CellSpec(workload, isa, rung, List.of(), 0));
      }
      for (CellStop at : rung == Rung.NATIVE ? List.<CellStop>of() : stops) {
        // Several seeds of the highest rung would tell little more than those of the one below.
        long[] drawn =
            seeds(workload, isa, at).limit(rung == Rung.SHUFFLE ? 1_000_000 : 1).toArray();
        for (long seed : drawn) {
          cells.add(new CellSpec(workload, isa, rung, rounds(rung, at), seed));
        }
      }
    }
    return cells;
  }

  /** The whole ladder means fewer rungs to a server whose every key takes its time. */
  private List<Rung> rungs(Workload workload) {
    return Workloads.isLargeServer(workload) && rungs.equals(Rung.ladder())
        ? RUNGS_OF_LARGE_SERVERS
        : rungs;
  }

  private List<CellStop> stops(Workload workload, Isa isa) {
    if (rungs.equals(List.of(Rung.NATIVE))) {
      return List.of();
    }
    if (stop.isPresent()) {
      return List.of(CellStop.at(stop.get()));
    }
    if (timedStops == 0 && workload.npbTree().isPresent()) {
      return List.of(new CellStop.Found());
    }
    if (timedStops == 0 || Workloads.isLargeServer(workload)) {
      MigrationPoint point = Workloads.migrationPoints(workload).get(0);
      return List.of(CellStop.at(new StopPoint.AtFunction(point)));
    }
    String name = workload.id() + "/" + isa;
    return IntStream.iterate(0, i -> i + 1)
        .map(i -> Seeds.between(LEAST_SHARE, MOST_SHARE, masterSeed, name, i))
        .distinct()
        .limit(timedStops)
        .<CellStop>mapToObj(CellStop.Share::new)
        .toList();
  }

  private LongStream seeds(Workload workload, Isa isa, CellStop at) {
    return seeds.isEmpty()
        ? IntStream.range(0, Workloads.isLargeServer(workload) ? 1 : draws)
            .mapToLong(i -> Seeds.derive(masterSeed, workload.id() + "/" + isa + "/" + at, i))
        : seeds.stream().mapToLong(Long::longValue);
  }

  private static List<CellStop> rounds(Rung rung, CellStop first) {
    List<CellStop> rounds = new ArrayList<>(List.of(first));
    for (int entry : rung == Rung.SHUFFLE_X3 ? LATER_ENTRIES : List.<Integer>of()) {
      if (first instanceof CellStop.Found) {
        rounds.add(first);
        continue;
      }
      rounds.add(
          first instanceof CellStop.At at && at.point() instanceof StopPoint.AtFunction function
              ? CellStop.at(
                  new StopPoint.AtFunction(new MigrationPoint(function.point().function(), entry)))
              : new CellStop.Share(LATER_SHARE));
    }
    return rounds;
  }
}
