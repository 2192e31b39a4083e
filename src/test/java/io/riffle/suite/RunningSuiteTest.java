package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import io.riffle.report.ReportDirectory;
import io.riffle.report.RunFacts;
import io.riffle.report.Rung;
import io.riffle.report.Source;
import io.riffle.report.Verdict;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningSuiteTest {
  private static final Source SOURCE = new Source("kernels", "/npb (SHA-256 of its sources 1)");

  @TempDir Path folder;
  private ReportDirectory directory;

  /** Both workers meet their first cell at the same time. */
  @RepeatedTest(50)
  void eachCellIsRunInTheSessionOfItsIsa() throws IOException {
    SuitePlan plan =
        SuitePlan.builder()
            .workloads(List.of(Workloads.find("is", "S")))
            .isas(List.of(Isa.values()))
            .rungs(List.of(Rung.NATIVE))
            .build();
    CyclicBarrier both = new CyclicBarrier(Math.min(2, Runtime.getRuntime().availableProcessors()));

    try (RunningSuite running =
        start(
            plan,
            session -> {
              await(both);
              return new Lacking(session.isa(), workload -> SOURCE);
            },
            report())) {
      for (CellSpec spec : plan.cells()) {
        assertThat(running.await(spec).verdict())
            .isEqualTo(new Verdict.Skipped("a session of " + spec.isa()));
      }
    }
  }

  @Test
  void aTreeThatIsGoneWhenAllCellsHaveEndedIsInTheReport() throws IOException {
    SuitePlan plan =
        SuitePlan.builder()
            .workloads(List.of(Workloads.find("is", "S").from(folder)))
            .isas(List.of(Isa.X86_64))
            .rungs(List.of(Rung.NATIVE, Rung.IDENTITY))
            .build();
    Queue<Source> seen = new ConcurrentLinkedQueue<>(List.of(SOURCE));

    SuiteReport report = report();
    try (RunningSuite running =
        start(plan, session -> new Lacking(session.isa(), workload -> once(seen)), report)) {
      running.finish();
    }

    assertThat(report.finish().facts().sources()).containsExactly(SOURCE);
  }

  /** Half of a second of building is nobody's work. */
  @Test
  void aBuildIsNoWorkOfAGuest() throws IOException {
    SuitePlan plan =
        SuitePlan.builder()
            .workloads(List.of(Workloads.find("is", "S")))
            .isas(List.of(Isa.X86_64))
            .rungs(List.of(Rung.NATIVE))
            .build();
    Duration build = Duration.ofMillis(500);

    SuiteReport report = report();
    try (RunningSuite running =
        start(
            plan,
            session ->
                new Lacking(
                    session.isa(),
                    workload -> SOURCE,
                    () -> session.apart(() -> lastsAtLeast(build))),
            report)) {
      running.finish();
    }

    RunFacts facts = report.finish().facts();
    assertThat(facts.wall()).isGreaterThanOrEqualTo(build);
    assertThat(facts.guestBusy()).isLessThanOrEqualTo(facts.wall().minus(build));
  }

  private static boolean lastsAtLeast(Duration time) {
    Awaitility.await().pollDelay(time).until(() -> true);
    return true;
  }

  private SuiteReport report() throws IOException {
    directory = ReportDirectory.create(folder.resolve("reports"));
    return SuiteReport.begin("test", "test", directory);
  }

  private RunningSuite start(
      SuitePlan plan, Function<GuestSession, Pipelines> pipelines, SuiteReport report) {
    return RunningSuite.start(
        plan, Home.fromEnvironment(), SuiteListener.silent(), pipelines, directory, report);
  }

  private static Source once(Queue<Source> seen) {
    return Optional.ofNullable(seen.poll()).orElseThrow(() -> new HostException("it is gone"));
  }

  private static void await(CyclicBarrier both) {
    try {
      both.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Skips every cell, and says whose it is. */
  private record Lacking(Isa isa, Function<Workload, Source> sources, Runnable before)
      implements UnreachedPipelines {
    Lacking(Isa isa, Function<Workload, Source> sources) {
      this(isa, sources, () -> {});
    }

    @Override
    public Optional<String> lacking(CellSpec spec) {
      before.run();
      return Optional.of("a session of " + isa);
    }

    @Override
    public Source source(Workload workload) {
      return sources.apply(workload);
    }
  }
}
