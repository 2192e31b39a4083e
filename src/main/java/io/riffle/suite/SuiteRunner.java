package io.riffle.suite;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import io.riffle.report.ReportDirectory;
import io.riffle.report.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Runs a whole plan, one thread and one guest per ISA, and writes its report. */
public final class SuiteRunner {
  private final Home home;
  private final SuiteListener listener;
  private final Function<GuestSession, Pipelines> pipelines;

  /** A runner of Riffle's own pipeline that takes images and programs from the given folder. */
  public SuiteRunner(Home home, SuiteListener listener) {
    this(home, listener, Pipelines::riffle);
  }

  /** A runner of the implementation of the flow that the function gives each guest session. */
  public SuiteRunner(
      Home home, SuiteListener listener, Function<GuestSession, Pipelines> pipelines) {
    this.home = home;
    this.listener = listener;
    this.pipelines = pipelines;
  }

  /**
   * Runs the plan and writes its report, also if cells fail.
   *
   * @param command the command line, for the report
   * @param directory where the report goes; it is published when it is whole
   * @throws HostException if the report cannot be written
   */
  public RunReport run(SuitePlan plan, String command, ReportDirectory directory) {
    SuiteReport report =
        SuiteReport.begin("NAS Parallel Benchmarks through the flow", command, directory);
    ExecutorService threads = Executors.newFixedThreadPool(plan.isas().size());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Isa isa : plan.isas()) {
        running.add(threads.submit(() -> run(plan, isa, directory, report)));
      }
      for (Future<?> each : running) {
        each.get();
      }
      return report.finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("the run was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new HostException("the run broke: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private void run(SuitePlan plan, Isa isa, ReportDirectory directory, SuiteReport report) {
    try (GuestSession session = new GuestSession(isa, home, directory, listener)) {
      CellRunner runner = new CellRunner(session, directory, listener, pipelines.apply(session));
      for (CellSpec spec : plan.cells(isa)) {
        report.add(runner.run(spec));
      }
      session.facts().ifPresent(report::add);
    }
  }
}
