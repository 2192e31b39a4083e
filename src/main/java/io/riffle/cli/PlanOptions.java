package io.riffle.cli;

import io.riffle.flow.StopPoint;
import io.riffle.host.HostException;
import io.riffle.report.Rung;
import io.riffle.suite.CellNames;
import io.riffle.suite.CellSpec;
import io.riffle.suite.Profile;
import io.riffle.suite.Shard;
import io.riffle.suite.SuitePlan;
import io.riffle.suite.SuitePlanBuilder;
import io.riffle.workload.MigrationPoint;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which cells run. */
final class PlanOptions {
  private static final String ALL = "all";

  @Mixin private WorkloadOptions workloads;

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

  @Option(
      names = "--ladder",
      arity = "0..1",
      paramLabel = "RUNGS",
      fallbackValue = ALL,
      description = "Rungs to climb, separated by commas; the whole ladder by default.")
  private String ladder;

  /** Where to suspend the program. */
  static final class Stop {
    @Option(
        names = "--at",
        paramLabel = "FUNCTION:N",
        description =
            "Suspend at the N-th entry of a function, or at an instruction of it: f+0x1c:N.")
    private String at;

    @Option(
        names = "--after",
        paramLabel = "MS",
        description = "Suspend after so many milliseconds, wherever it is.")
    private Long after;
  }

  /**
   * The plan that they make.
   *
   * @param pipeline says what there is to choose from
   * @throws IllegalArgumentException if they do not fit together or name what is not there; the
   *     message says what would do
   * @throws HostException if a folder that they name is no tree of what they say
   */
  SuitePlan plan(PipelineOptions pipeline) {
    workloads.check();
    pipeline.check();
    SuitePlan plan = rerun == null ? chosen(pipeline) : SuitePlan.only(repeated());
    // What is wrong with the plan is known before anything is built.
    plan.cells();
    pipeline.check(plan);
    return plan;
  }

  private CellSpec repeated() {
    if (workloads.choose()
        || isas.named().isPresent()
        || !seeds.isEmpty()
        || Stream.of(stop, ladder, shard).anyMatch(Objects::nonNull)) {
      throw new IllegalArgumentException(
          "--rerun names the whole cell: drop the options that choose cells");
    }
    return workloads.fromTrees(CellNames.parse(rerun, workloads.tree()));
  }

  private SuitePlan chosen(PipelineOptions pipeline) {
    SuitePlan preset = Profile.parse(profile).plan(masterSeed());
    SuitePlanBuilder plan =
        preset.toBuilder().seeds(seeds).workloads(workloads.changed(preset, pipeline));
    isas.named().ifPresent(plan::isas);
    if (ladder != null && !ladder.equals(ALL)) {
      plan.rungs(Arrays.stream(ladder.split(",")).map(PlanOptions::rung).toList());
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
}
