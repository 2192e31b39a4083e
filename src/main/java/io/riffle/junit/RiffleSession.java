package io.riffle.junit;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import io.riffle.report.Cell;
import io.riffle.report.ReportDirectory;
import io.riffle.report.TextSummary;
import io.riffle.setup.Requirements;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.suite.CellRunner;
import io.riffle.suite.CellSpec;
import io.riffle.suite.GuestSession;
import io.riffle.suite.Pipelines;
import io.riffle.suite.References;
import io.riffle.suite.RunningSuite;
import io.riffle.suite.SuiteListener;
import io.riffle.suite.SuitePlan;
import io.riffle.suite.SuiteReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * What the tests of a JVM share: one guest per ISA, the cells that were run, and their report,
 * which is written to {@code reports/latest} when the last test has ended. Safe for use by several
 * threads; whoever uses the guest of an ISA waits until it is free.
 *
 * <pre>{@code
 * StopPoint stop = new StopPoint.AtFunction(Workloads.migrationPoints(workload).get(0));
 * Cell cell = session.run(new CellSpec(workload, Isa.AARCH64, Rung.SHUFFLE, stop, 42));
 * }</pre>
 */
public final class RiffleSession implements AutoCloseable {
  private static final Namespace NAMESPACE = Namespace.create(RiffleSession.class);

  private final ReportDirectory directory;
  private final SuiteReport report;
  private final Map<Isa, Lane> lanes = new EnumMap<>(Isa.class);

  private RunningSuite suite;

  /** One ISA: its guest, and who may use it now. */
  private record Lane(ReentrantLock lock, GuestSession session, CellRunner runner) {}

  private RiffleSession() {
    Requirements.ensure(System.err::println);
    try {
      directory = ReportDirectory.create(Path.of("reports"));
    } catch (IOException e) {
      throw new HostException("cannot make a report: " + e.getMessage(), e);
    }
    report = SuiteReport.begin("The regression suite", "mvn verify", directory);
    References references = new References();
    for (Isa isa : Isa.values()) {
      GuestSession session =
          new GuestSession(isa, Home.fromEnvironment(), directory, SuiteListener.silent());
      lanes.put(
          isa,
          new Lane(
              new ReentrantLock(true),
              session,
              new CellRunner(
                  session,
                  directory,
                  SuiteListener.silent(),
                  Pipelines.riffle(session),
                  references)));
    }
  }

  /** The session of the running tests, begun with the first that asks. */
  public static RiffleSession of(ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent(RiffleSession.class, key -> new RiffleSession(), RiffleSession.class);
  }

  /** Runs a cell in the ISA's guest; the report will show it. */
  public Cell run(CellSpec spec) {
    Lane lane = lanes.get(spec.isa());
    lane.lock().lock();
    try {
      Cell cell = lane.runner().run(spec);
      report.add(cell);
      return cell;
    } finally {
      lane.lock().unlock();
    }
  }

  /**
   * Waits for a cell of a plan, all of whose cells are run at once on all cores from the first call
   * on; the report will show them.
   */
  public Cell await(SuitePlan plan, CellSpec spec) {
    RunningSuite running;
    synchronized (this) {
      if (suite == null) {
        suite =
            RunningSuite.start(
                plan,
                Home.fromEnvironment(),
                SuiteListener.silent(),
                Pipelines::riffle,
                directory,
                report);
      }
      running = suite;
    }
    return running.await(spec);
  }

  /** Runs a cell that is broken on purpose; it does not belong in the report. */
  public Cell runControl(CellSpec spec, ShuffleOptions options) {
    Lane lane = lanes.get(spec.isa());
    lane.lock().lock();
    try {
      return lane.runner().run(spec, options);
    } finally {
      lane.lock().unlock();
    }
  }

  /** The folder of the report and its logs. */
  public Path folder() {
    return directory.path();
  }

  @Override
  public void close() {
    if (suite != null) {
      if (suite.ended()) {
        suite.finish();
      }
      suite.close();
    }
    for (Lane lane : lanes.values()) {
      lane.session().facts().ifPresent(report::add);
      lane.session().close();
    }
    if (!report.isEmpty()) {
      System.out.print(TextSummary.of(report.finish()));
    }
  }
}
