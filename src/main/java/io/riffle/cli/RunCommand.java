package io.riffle.cli;

import io.riffle.flow.StopPoint;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.report.ReportDirectory;
import io.riffle.report.RunReport;
import io.riffle.report.Rung;
import io.riffle.report.TextSummary;
import io.riffle.report.Verdict;
import io.riffle.setup.Requirements;
import io.riffle.suite.CellNames;
import io.riffle.suite.CellSpec;
import io.riffle.suite.Profile;
import io.riffle.suite.Shard;
import io.riffle.suite.SuitePlan;
import io.riffle.suite.SuitePlanBuilder;
import io.riffle.suite.SuiteRunner;
import io.riffle.workload.MigrationPoint;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Optimisation;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import io.riffle.workload.redis.RedisBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
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
  private static final String ALL = "all";
  private static final String TREE_VARIABLE = "RIFFLE_NPB";

  @Spec private CommandSpec spec;

  @Mixin private ColdOption cold;

  @Option(
      names = "--workload",
      split = ",",
      paramLabel = "NAME",
      description = "Workloads, all of them by default.")
  private List<String> workloads;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "Problem class of the workloads: S, W, A or B (default: S).")
  private String problemClass;

  @Option(
      names = "--opt",
      split = ",",
      paramLabel = "LEVEL",
      description = "How the workloads are compiled: O0, O2 or both (default: O2).")
  private List<String> optimisations;

  @Option(
      names = "--redis",
      paramLabel = "DIR",
      description = "A source tree of redis or valkey, in place of Debian's redis.")
  private Path redisTree;

  @Option(
      names = "--npb",
      paramLabel = "DIR",
      description =
          "Take the benchmarks of a public C tree of the suite, such as NPB3.3-SER-C, which is only"
              + " read, instead of Riffle's own kernels. Default: the variable RIFFLE_NPB.")
  private Path tree;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "default",
      description =
          "A choice of cells: smoke, default, nightly or soak; other options change parts of it"
              + " (default: ${DEFAULT-VALUE}).")
  private String profile;

  @Option(
      names = "--master-seed",
      paramLabel = "N",
      converter = SeedConverter.class,
      description = "What seeds and stops are drawn from; a random one by default, printed.")
  private Long masterSeed;

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description = "Run part I of N parts; all parts need the same --master-seed.")
  private String shard;

  @Option(
      names = "--rerun",
      paramLabel = "CELL",
      description =
          "Repeat exactly one cell, by its name in a report; excludes what chooses cells.")
  private String rerun;

  @Mixin private IsaOption isas;

  @Option(
      names = "--seed",
      split = ",",
      paramLabel = "N",
      converter = SeedConverter.class,
      description = "Seeds of the shuffles, one cell each; drawn by default.")
  private List<Long> seeds = List.of();

  @ArgGroup private Stop stop;

  @Mixin private PipelineOptions pipeline;

  @Option(
      names = "--ladder",
      arity = "0..1",
      paramLabel = "RUNGS",
      fallbackValue = ALL,
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
      tree().ifPresent(NpbBuilder::describe);
      pipeline.check();
      SuitePlan plan = rerun == null ? chosen() : SuitePlan.only(repeated());
      // What is wrong with the plan is known before anything is built.
      plan.cells();
      pipeline.check(plan);
      return plan;
    } catch (IllegalArgumentException | HostException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private CellSpec repeated() {
    List<Object> others = new ArrayList<>();
    for (Object other :
        Arrays.asList(
            workloads,
            problemClass,
            optimisations,
            isas.named().orElse(null),
            stop,
            ladder,
            shard)) {
      if (other != null) {
        others.add(other);
      }
    }
    if (!others.isEmpty() || !seeds.isEmpty()) {
      throw new IllegalArgumentException(
          "--rerun names the whole cell: drop the options that choose cells");
    }
    return CellNames.parse(rerun, tree());
  }

  private SuitePlan chosen() {
    Profile base = Profile.parse(profile);
    long master = masterSeed();
    SuitePlan preset = base.plan(master);
    SuitePlanBuilder plan = preset.toBuilder().seeds(seeds);
    if (workloads != null
        || problemClass != null
        || optimisations != null
        || redisTree != null
        || tree().isPresent()) {
      plan.workloads(workloads(preset));
    } else {
      plan.workloads(pipeline.available(preset.workloads(), Workload::name));
    }
    isas.named().ifPresent(plan::isas);
    if (ladder != null && !ladder.equals(ALL)) {
      plan.rungs(Arrays.stream(ladder.split(",")).map(RunCommand::rung).toList());
    } else {
      plan.rungs(pipeline.available(preset.rungs()));
    }
    if (stop != null) {
      plan.stop(stopPoint());
    }
    if (shard != null) {
      if (masterSeed == null && seeds.isEmpty()) {
        throw new IllegalArgumentException(
            "--shard needs --master-seed: with one each, the shards would not be parts of one"
                + " plan");
      }
      plan.shard(Shard.parse(shard));
    }
    return plan.build();
  }

  private long masterSeed() {
    if (masterSeed != null) {
      return masterSeed;
    }
    return seeds.isEmpty() ? new SecureRandom().nextLong() >>> 1 : seeds.get(0);
  }

  private List<Workload> workloads(SuitePlan preset) {
    List<String> names = workloads == null ? namesOf(preset) : workloads;
    List<Optimisation> levels =
        optimisations == null
            ? preset.workloads().stream().map(Workload::optimisation).distinct().toList()
            : optimisations.stream().map(RunCommand::optimisation).toList();
    return names.stream()
        .map(name -> Workloads.find(name, sizeOf(name, preset), tree()))
        .flatMap(workload -> built(workload, levels))
        .toList();
  }

  /** The class that the user names, or the preset's of that workload, or of its first one. */
  private String sizeOf(String name, SuitePlan preset) {
    if (problemClass != null) {
      return problemClass;
    }
    return preset.workloads().stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .or(() -> preset.workloads().stream().findFirst())
        .map(workload -> String.valueOf(workload.problemClass()))
        .orElseThrow();
  }

  /** Redis is built in one way only, from a tree that the user may name. */
  private Stream<Workload> built(Workload workload, List<Optimisation> levels) {
    if (!workload.name().equals(Workloads.REDIS)) {
      return levels.stream().map(workload::with);
    }
    if (redisTree == null) {
      return Stream.of(workload);
    }
    RedisBuilder.checkTree(redisTree);
    return Stream.of(workload.from(redisTree));
  }

  /** A tree may have more benchmarks than the kernels that "all" stands for. */
  private List<String> namesOf(SuitePlan preset) {
    List<String> names =
        pipeline.available(preset.workloads(), Workload::name).stream()
            .map(Workload::name)
            .distinct()
            .toList();
    return tree().isPresent() && names.equals(Workloads.names()) ? Workloads.namesInTrees() : names;
  }

  private Optional<Path> tree() {
    String variable = System.getenv(TREE_VARIABLE);
    if (tree != null || variable == null || variable.isBlank()) {
      return Optional.ofNullable(tree);
    }
    return Optional.of(Path.of(variable));
  }

  private static Optimisation optimisation(String text) {
    return Optimisation.parse(text)
        .orElseThrow(
            () -> new IllegalArgumentException("unknown level '" + text + "': use O0 or O2"));
  }

  private StopPoint stopPoint() {
    return stop.at != null
        ? new StopPoint.AtFunction(MigrationPoint.parse(stop.at))
        : new StopPoint.AfterTime(Duration.ofMillis(stop.after));
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
