package io.riffle.suite;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import io.riffle.report.Cell;
import io.riffle.report.GuestFacts;
import io.riffle.report.ReportDirectory;
import io.riffle.report.ReportWriter;
import io.riffle.report.RunReport;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs a whole plan, one thread and one guest per ISA, and writes its report. */
public final class SuiteRunner {
  private final Home home;
  private final SuiteListener listener;

  /** A runner that takes images and programs from the given folder. */
  public SuiteRunner(Home home, SuiteListener listener) {
    this.home = home;
    this.listener = listener;
  }

  /**
   * Runs the plan and writes its report, also if cells fail.
   *
   * @param command the command line, for the report
   * @param directory where the report goes; it is published when it is whole
   * @throws HostException if the report cannot be written
   */
  public RunReport run(SuitePlan plan, String command, ReportDirectory directory) {
    Instant started = Instant.now();
    Map<Isa, Future<IsaOutcome>> running = new LinkedHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(plan.isas().size());
    try {
      for (Isa isa : plan.isas()) {
        running.put(isa, threads.submit(() -> run(plan, isa, directory)));
      }
      List<Cell> cells = new ArrayList<>();
      Map<String, GuestFacts> guests = new LinkedHashMap<>();
      for (Map.Entry<Isa, Future<IsaOutcome>> entry : running.entrySet()) {
        IsaOutcome outcome = entry.getValue().get();
        cells.addAll(outcome.cells());
        outcome.guest().ifPresent(facts -> guests.put(entry.getKey().displayName(), facts));
      }
      RunReport report =
          new RunReport(
              "NAS Parallel Benchmarks through the flow",
              started,
              Instant.now(),
              command,
              plan.seeds().get(0),
              HostFactsReader.read(),
              guests,
              cells);
      ReportWriter.write(report, directory.path());
      directory.publish();
      return report;
    } catch (IOException e) {
      throw new HostException("cannot write the report in " + directory.path() + ": " + e, e);
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

  private record IsaOutcome(List<Cell> cells, java.util.Optional<GuestFacts> guest) {}

  private IsaOutcome run(SuitePlan plan, Isa isa, ReportDirectory directory) {
    List<Cell> cells = new ArrayList<>();
    try (GuestSession session = new GuestSession(isa, home, directory, listener)) {
      CellRunner runner = new CellRunner(session, directory, listener);
      for (CellSpec spec : plan.cells(isa)) {
        cells.add(runner.run(spec));
      }
      return new IsaOutcome(cells, session.facts());
    }
  }
}
