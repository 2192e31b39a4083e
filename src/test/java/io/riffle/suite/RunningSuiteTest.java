package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.Pipeline;
import io.riffle.flow.Step;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.redis.server.Server;
import io.riffle.report.ReportDirectory;
import io.riffle.report.Rung;
import io.riffle.report.Source;
import io.riffle.report.Verdict;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class RunningSuiteTest {
  @TempDir Path folder;

  /** Both workers meet their first cell at the same time. */
  @RepeatedTest(50)
  void eachCellIsRunInTheSessionOfItsIsa() throws IOException {
    SuitePlan plan =
        SuitePlan.builder()
            .workloads(List.of(Workloads.find("is", "S")))
            .isas(List.of(Isa.values()))
            .rungs(List.of(Rung.NATIVE))
            .build();
    ReportDirectory directory = ReportDirectory.create(folder.resolve("reports"));
    CyclicBarrier both = new CyclicBarrier(Math.min(2, Runtime.getRuntime().availableProcessors()));

    try (RunningSuite running =
        RunningSuite.start(
            plan,
            Home.fromEnvironment(),
            SuiteListener.silent(),
            session -> {
              await(both);
              return new Lacking(session.isa());
            },
            directory,
            SuiteReport.begin("test", "test", directory))) {
      for (CellSpec spec : plan.cells()) {
        assertThat(running.await(spec).verdict())
            .isEqualTo(new Verdict.Skipped("a session of " + spec.isa()));
      }
    }
  }

  private static void await(CyclicBarrier both) {
    try {
      both.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Skips every cell, and says whose it is. */
  private record Lacking(Isa isa) implements Pipelines {
    @Override
    public Optional<String> lacking(CellSpec spec) {
      return Optional.of("a session of " + isa);
    }

    @Override
    public void prepare(Workload workload) {
      throw new AssertionError();
    }

    @Override
    public Pipeline open(Workload workload, Path artefacts, Consumer<Step> listener) {
      throw new AssertionError();
    }

    @Override
    public Server server(Workload workload, int size, Path artefacts, Consumer<Step> listener) {
      throw new AssertionError();
    }

    @Override
    public Source source(Workload workload) {
      throw new AssertionError();
    }
  }
}
