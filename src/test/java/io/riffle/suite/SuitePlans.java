package io.riffle.suite;

import io.riffle.flow.StopPoint;
import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.nio.file.Path;

/** The plans of the regression suite; {@code -Driffle.seed=N} gives them another seed. */
final class SuitePlans {
  private SuitePlans() {}

  static long seed() {
    return Long.getLong("riffle.seed", 42);
  }

  /**
   * What {@code -Driffle.profile} and {@code -Driffle.shard} choose, by default class S, all of it;
   * of the tree that the variable {@code RIFFLE_NPB} names, if it does.
   */
  static SuitePlan chosen() {
    SuitePlan plan = Profile.parse(System.getProperty("riffle.profile", "default")).plan(seed());
    String tree = System.getenv("RIFFLE_NPB");
    return (tree == null || tree.isBlank() ? plan : plan.from(Path.of(tree)))
        .toBuilder().shard(Shard.parse(System.getProperty("riffle.shard", "1/1"))).build();
  }

  /** One workload of class S, shuffled at its default migration point. */
  static CellSpec shuffled(String name, Isa isa, long seed) {
    Workload workload = Workloads.find(name, "S");
    return new CellSpec(
        workload,
        isa,
        Rung.SHUFFLE,
        new StopPoint.AtFunction(Workloads.migrationPoints(workload).get(0)),
        seed);
  }
}
