package io.riffle.suite;

import io.riffle.flow.Pipeline;
import io.riffle.flow.Step;
import io.riffle.redis.server.Server;
import io.riffle.report.Source;
import io.riffle.workload.Workload;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Pipelines of which a test wants nothing but what it overrides. */
interface UnreachedPipelines extends Pipelines {
  @Override
  default void prepare(Workload workload) {
    throw new AssertionError();
  }

  @Override
  default Pipeline open(Workload workload, Path artefacts, Consumer<Step> listener) {
    throw new AssertionError();
  }

  @Override
  default Server server(Workload workload, int size, Path artefacts, Consumer<Step> listener) {
    throw new AssertionError();
  }

  @Override
  default Source source(Workload workload) {
    throw new AssertionError();
  }
}
