package io.riffle.cli;

import io.riffle.host.HostException;
import io.riffle.suite.CellSpec;
import io.riffle.suite.SuitePlan;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Optimisation;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import io.riffle.workload.redis.RedisBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that say which workloads run, of what sources and how they are built. */
final class WorkloadOptions {
  private static final String TREE_VARIABLE = "RIFFLE_NPB";

  @Option(
      names = "--workload",
      split = ",",
      paramLabel = "NAME",
      description = "Workloads, all of them by default.")
  private List<String> names;

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

  /**
   * Checks the tree of benchmarks, if there is one.
   *
   * @throws HostException if it is none; the message says what it lacks
   */
  void check() {
    tree().ifPresent(NpbBuilder::describe);
  }

  /** Whether they choose among the workloads, wherever these come from. */
  boolean choose() {
    return names != null || problemClass != null || optimisations != null;
  }

  /** The preset's, changed as the options say, of those that the implementation has. */
  List<Workload> changed(SuitePlan preset, PipelineOptions pipeline) {
    return choose() || redisTree != null || tree().isPresent()
        ? workloads(preset, pipeline)
        : pipeline.available(preset.workloads(), Workload::name);
  }

  private List<Workload> workloads(SuitePlan preset, PipelineOptions pipeline) {
    List<String> chosen = names == null ? namesOf(preset, pipeline) : names;
    if (redisTree != null && !chosen.contains(Workloads.REDIS)) {
      throw withoutRedis(String.join(", ", chosen));
    }
    List<Optimisation> levels =
        optimisations == null
            ? preset.workloads().stream().map(Workload::optimisation).distinct().toList()
            : optimisations.stream().map(WorkloadOptions::optimisation).toList();
    return chosen.stream()
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
    return workload.name().equals(Workloads.REDIS)
        ? Stream.of(fromTrees(workload))
        : levels.stream().map(workload::with);
  }

  /** The workload of a cell that is repeated, from the same trees. */
  CellSpec fromTrees(CellSpec cell) {
    if (redisTree != null && !cell.workload().name().equals(Workloads.REDIS)) {
      throw withoutRedis(cell.workload().id());
    }
    return new CellSpec(
        fromTrees(cell.workload()), cell.isa(), cell.rung(), cell.stops(), cell.seed());
  }

  private Workload fromTrees(Workload workload) {
    if (redisTree == null) {
      return workload;
    }
    RedisBuilder.checkTree(redisTree);
    return workload.from(redisTree);
  }

  private IllegalArgumentException withoutRedis(String chosen) {
    return new IllegalArgumentException(
        "--redis "
            + redisTree
            + " is a tree of redis, but what runs is "
            + chosen
            + ": add redis to --workload or drop --redis");
  }

  /** A tree may have more benchmarks than the kernels that "all" stands for; redis is none. */
  private List<String> namesOf(SuitePlan preset, PipelineOptions pipeline) {
    List<String> all =
        pipeline.available(preset.workloads(), Workload::name).stream()
            .map(Workload::name)
            .distinct()
            .toList();
    List<String> kernels = all.stream().filter(name -> !name.equals(Workloads.REDIS)).toList();
    return tree().isPresent() && kernels.equals(Workloads.names())
        ? Stream.concat(
                Workloads.namesInTrees().stream(),
                all.stream().filter(name -> !kernels.contains(name)))
            .toList()
        : all;
  }

  /** The tree of benchmarks, if they are not Riffle's own. */
  Optional<Path> tree() {
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
}
