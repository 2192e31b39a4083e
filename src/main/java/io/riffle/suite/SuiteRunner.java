package io.riffle.suite;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.report.ReportDirectory;
import io.riffle.report.RunReport;
import java.util.function.Function;

/** Runs a whole plan, a guest on each core, and writes its report. */
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
    SuiteReport report = SuiteReport.begin("Programs through the flow", command, directory);
    try (RunningSuite suite =
        RunningSuite.start(plan, home, listener, pipelines, directory, report)) {
      suite.finish();
      return report.finish();
    }
  }
}
