package io.riffle.cli;

import io.riffle.flow.StopPoint;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import io.riffle.report.ReportDirectory;
import io.riffle.report.RunReport;
import io.riffle.report.Rung;
import io.riffle.report.TextSummary;
import io.riffle.report.Verdict;
import io.riffle.setup.Requirements;
import io.riffle.suite.SuitePlan;
import io.riffle.suite.SuiteRunner;
import io.riffle.workload.MigrationPoint;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
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
      "shuffle. Every rung's output is compared with the native one of the same ISA.",
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  riffle run                                            everything, class S",
      "  riffle run --workload ep,is --isa aarch64 --seed 7",
      "  riffle run --workload mg --ladder shuffle --seed 1,2,3 --after 1500",
    })
final class RunCommand implements Callable<Integer> {
  private static final String ALL = "all";

  @Spec private CommandSpec spec;

  @Option(
      names = "--workload",
      split = ",",
      paramLabel = "NAME",
      description = "Workloads, all of them by default.")
  private List<String> workloads = Workloads.names();

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      defaultValue = "S",
      description = "Problem class of the workloads (default: ${DEFAULT-VALUE}).")
  private String problemClass;

  @Option(
      names = "--isa",
      split = ",",
      paramLabel = "ISA",
      converter = IsaConverter.class,
      description = "ISAs, all of them by default: ${COMPLETION-CANDIDATES}.",
      completionCandidates = IsaConverter.Names.class)
  private List<Isa> isas = List.of(Isa.values());

  @Option(
      names = "--seed",
      split = ",",
      paramLabel = "N",
      converter = SeedConverter.class,
      description = "Seeds of the shuffles, one cell each; a random one by default.")
  private List<Long> seeds = List.of();

  @ArgGroup private Stop stop;

  @Option(
      names = "--ladder",
      arity = "0..1",
      paramLabel = "RUNGS",
      fallbackValue = ALL,
      defaultValue = ALL,
      description = "Rungs to climb, separated by commas; the whole ladder by default.")
  private String ladder;

  @Option(
      names = "--reports",
      paramLabel = "DIR",
      defaultValue = "reports",
      description = "Where reports go (default: ${DEFAULT-VALUE}).")
  private Path reports;

  @Option(names = "--json", description = "Print the report as JSON instead of text.")
  private boolean json;

  /** Where to suspend the program. */
  static final class Stop {
    @Option(
        names = "--at",
        paramLabel = "FUNCTION:N",
        description = "Suspend at the N-th entry of a function.")
    private String at;

    @Option(
        names = "--after",
        paramLabel = "MS",
        description = "Suspend after so many milliseconds, wherever it is.")
    private Long after;
  }

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
      report = new SuiteRunner(Home.fromEnvironment(), progress).run(plan, command(), directory);
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
      List<Workload> chosen =
          workloads.stream().map(name -> Workloads.find(name, problemClass)).toList();
      return new SuitePlan(
          chosen,
          isas.stream().distinct().toList(),
          rungs(),
          seeds.isEmpty() ? new SecureRandom().nextLong() >>> 1 : seeds.get(0),
          seeds,
          1,
          stopPoint(),
          0);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Optional<StopPoint> stopPoint() {
    if (stop == null) {
      return Optional.empty();
    }
    return Optional.of(
        stop.at != null
            ? new StopPoint.AtFunction(MigrationPoint.parse(stop.at))
            : new StopPoint.AfterTime(Duration.ofMillis(stop.after)));
  }

  private List<Rung> rungs() {
    if (ladder.equals(ALL)) {
      return List.of(Rung.values());
    }
    return Arrays.stream(ladder.split(",")).map(RunCommand::rung).toList();
  }

  private static Rung rung(String label) {
    return Arrays.stream(Rung.values())
        .filter(rung -> rung.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown rung '"
                        + label
                        + "': use "
                        + String.join(
                            ", ", Arrays.stream(Rung.values()).map(Rung::label).toList())));
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

  private static int exitCode(RunReport report) {
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
