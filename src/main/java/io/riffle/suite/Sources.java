package io.riffle.suite;

import io.riffle.host.BuildCache;
import io.riffle.report.Source;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import io.riffle.workload.redis.RedisBuilder;

/** Says what Riffle builds workloads from. */
final class Sources {
  private Sources() {}

  static Source of(Workload workload, BuildCache cache) {
    return new Source(
        workload.kind(),
        workload.name().equals(Workloads.REDIS)
            ? redis(workload, cache).describe()
            : workload.tree().map(NpbBuilder::describe).orElse(Source.OWN));
  }

  /** What builds the server of a workload that is redis. */
  static RedisBuilder redis(Workload workload, BuildCache cache) {
    return workload
        .tree()
        .map(tree -> RedisBuilder.ofTree(cache, tree))
        .orElseGet(() -> RedisBuilder.debian(cache));
  }
}
