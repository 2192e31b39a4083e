package io.riffle.cli;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.report.ReportDirectory;
import io.riffle.report.RunReport;
import io.riffle.report.TextSummary;
import io.riffle.report.Verdict;
import io.riffle.setup.Requirements;
import io.riffle.suite.SuitePlan;
import io.riffle.suite.SuiteRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle run}: takes workloads up the ladder on guests and reports. */
@Command(
    name = "run",
    description = {
      "Takes workloads up the ladder in guests, and reports.",
      "",
      "Rungs of the ladder: native, dump+restore, identity (the shuffler runs and moves nothing),",
      "shuffle, shuffle-x3 (three rounds in one life). Every rung's output is compared with the",
      "native one of the same ISA, and the process before each dump with the one restored.",
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  riffle run                                            everything, class S",
      "  riffle run --workload ep,is --isa aarch64 --seed 7",
      "  riffle run --workload mg --ladder shuffle --seed 1,2,3 --after 1500",
      "  riffle run --profile smoke                            a choice of cells, in two minutes",
      "  riffle run --profile nightly --shard 2/4 --master-seed 7",
      "  riffle run --rerun ep.S/aarch64/shuffle/slice_sum:252/seed-42",
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ColdOption cold;

  @Mixin private PlanOptions options;

  @Mixin private PipelineOptions pipeline;

  @Option(
      names = "--reports",
      paramLabel = "DIR",
      defaultValue = "reports",
      description = "Where reports go (default: ${DEFAULT-VALUE}).")
  private Path reports;

  @Option(names = "--json", description = "Print the report as JSON instead of text.")
  private boolean json;

  @Override
  public Integer call() {
    SuitePlan plan = plan();
    ReportDirectory directory = reportDirectory();
    PrintWriter out = spec.commandLine().getOut();
    RunReport report;
    try (Progress progress = Progress.on(json ? spec.commandLine().getErr() : out)) {
      Runtime.getRuntime().addShutdownHook(new Thread(progress::interrupt, "riffle-interrupted"));
      Requirements.ensure(progress::line);
      progress.line("master seed " + plan.masterSeed() + ", logs in " + directory.path());
      report =
          new SuiteRunner(Home.fromEnvironment(), progress, pipeline.factory())
              .run(plan, command(), directory);
    }
    out.print(json ? read(directory.path().resolve("report.json")) : TextSummary.of(report));
    out.flush();
    if (!json) {
      out.println("report: " + directory.path().resolve("index.html"));
    }
    return exitCode(report);
  }

  private SuitePlan plan() {
    try {
      return options.plan(pipeline);
    } catch (IllegalArgumentException | HostException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private String command() {
    return "./riffle "
        + String.join(" ", spec.commandLine().getParent().getParseResult().originalArgs());
  }

  private ReportDirectory reportDirectory() {
    try {
      return ReportDirectory.create(reports);
    } catch (IOException e) {
      throw new HostException(
          "cannot make a report in "
              + reports.toAbsolutePath()
              + " ("
              + e
              + "): free space or name another folder with --reports",
          e);
    }
  }

  static int exitCode(RunReport report) {
    boolean failed = report.cells().stream().anyMatch(c -> c.verdict() instanceof Verdict.Failed);
    if (failed) {
      return ExitCode.CHECK_FAILED;
    }
    return report.counts().green() ? ExitCode.OK : ExitCode.INFRASTRUCTURE;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new HostException("cannot read " + file + ": " + e, e);
    }
  }
}
