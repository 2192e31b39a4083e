package io.riffle.suite;

import io.riffle.flow.StopPoint;
import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import io.riffle.workload.Workload;
import java.util.List;
import java.util.Optional;

/** Collects what a {@link SuitePlan} says; see there for each part. */
public final class SuitePlanBuilder {
  private String profile = "";
  private List<Workload> workloads = List.of();
  private List<Isa> isas = List.of(Isa.values());
  private List<Rung> rungs = Rung.ladder();
  private long masterSeed;
  private List<Long> seeds = List.of();
  private int draws = 1;
  private Optional<StopPoint> stop = Optional.empty();
  private int timedStops;
  private Shard shard = Shard.WHOLE;
  private Optional<CellSpec> only = Optional.empty();

  SuitePlanBuilder() {}

  SuitePlanBuilder(SuitePlan plan) {
    profile = plan.profile();
    workloads = plan.workloads();
    isas = plan.isas();
    rungs = plan.rungs();
    masterSeed = plan.masterSeed();
    seeds = plan.seeds();
    draws = plan.draws();
    stop = plan.stop();
    timedStops = plan.timedStops();
    shard = plan.shard();
    only = plan.only();
  }

  /** The preset's name. */
  public SuitePlanBuilder profile(String name) {
    profile = name;
    return this;
  }

  /** What runs. */
  public SuitePlanBuilder workloads(List<Workload> chosen) {
    workloads = chosen;
    return this;
  }

  /** On which ISAs; all of them by default. */
  public SuitePlanBuilder isas(List<Isa> chosen) {
    isas = chosen;
    return this;
  }

  /** How far; the whole ladder by default. */
  public SuitePlanBuilder rungs(List<Rung> chosen) {
    rungs = chosen;
    return this;
  }

  /** What all that is drawn is drawn from. */
  public SuitePlanBuilder masterSeed(long seed) {
    masterSeed = seed;
    return this;
  }

  /** The shuffles' seeds, instead of drawn ones. */
  public SuitePlanBuilder seeds(List<Long> chosen) {
    seeds = chosen;
    return this;
  }

  /** How many seeds are drawn for each stop; 1 by default. */
  public SuitePlanBuilder draws(int count) {
    draws = count;
    return this;
  }

  /** Where to suspend first, instead of each workload's default point. */
  public SuitePlanBuilder stop(StopPoint point) {
    stop = Optional.of(point);
    return this;
  }

  /** How many stops by time are drawn for each workload. */
  public SuitePlanBuilder timedStops(int count) {
    timedStops = count;
    return this;
  }

  /** Which part of it is run. */
  public SuitePlanBuilder shard(Shard part) {
    shard = part;
    return this;
  }

  /** One cell alone. */
  public SuitePlanBuilder only(CellSpec cell) {
    only = Optional.of(cell);
    return this;
  }

  /** The plan. */
  public SuitePlan build() {
    return new SuitePlan(
        profile, workloads, isas, rungs, masterSeed, seeds, draws, stop, timedStops, shard, only);
  }
}
