package io.riffle.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.riffle.host.HostException;
import io.riffle.host.Resources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The catalogue of workloads: the kernels and classes there are, and where to stop each.
 *
 * <pre>{@code
 * for (Workload workload : Workloads.all("S")) {
 *   System.out.println(workload.id() + " stops at " + Workloads.migrationPoints(workload));
 * }
 * }</pre>
 */
public final class Workloads {
  /** The workload that is no kernel: a server filled with data. Its class says how many keys. */
  public static final String REDIS = "redis";

  /** The server's timer, which runs whether there are clients or not. */
  private static final MigrationPoint REDIS_POINT = new MigrationPoint("serverCron", 2);

  private static final List<String> NAMES = List.of("ep", "is", "cg", "mg", "ft", "bt", "sp", "lu");
  private static final List<String> TREE_NAMES =
      List.of("bt", "cg", "dc", "ep", "ft", "is", "lu", "mg", "sp", "ua");
  private static final List<String> CLASSES = List.of("S", "W", "A", "B");
  private static final String MIGRATION_POINTS = "fixtures/npb/migration-points.yaml";

  private Workloads() {}

  /** The kernels' names. */
  public static List<String> names() {
    return NAMES;
  }

  /** The names of the benchmarks that public trees of the suite have. */
  public static List<String> namesInTrees() {
    return TREE_NAMES;
  }

  /** The problem classes, from the smallest. */
  public static List<String> classes() {
    return CLASSES;
  }

  /**
   * The workload of that name and class.
   *
   * @throws IllegalArgumentException if either is unknown; the message lists those there are
   */
  public static Workload find(String name, String problemClass) {
    check("workload", name, Stream.concat(NAMES.stream(), Stream.of(REDIS)).toList());
    check("problem class", problemClass, CLASSES);
    return new Workload(name, problemClass.charAt(0));
  }

  /** Whether there is a workload of that name without any tree of sources. */
  public static boolean isKnown(String name) {
    return NAMES.contains(name) || name.equals(REDIS);
  }

  /**
   * The workload of that name and class, of a tree of the suite's sources if there is one.
   *
   * @throws IllegalArgumentException if either is unknown; the message lists those there are
   */
  public static Workload find(String name, String problemClass, Optional<Path> tree) {
    if (tree.isEmpty() || name.equals(REDIS)) {
      return find(name, problemClass);
    }
    check("workload", name, TREE_NAMES);
    check("problem class", problemClass, CLASSES);
    return new Workload(name, problemClass.charAt(0)).from(tree.get());
  }

  /** Whether it is a server with so many keys that filling and reading it takes minutes. */
  public static boolean isLargeServer(Workload workload) {
    return workload.name().equals(REDIS) && "AB".indexOf(workload.problemClass()) >= 0;
  }

  /** All kernels at one class. */
  public static List<Workload> all(String problemClass) {
    return NAMES.stream().map(name -> find(name, problemClass)).toList();
  }

  /**
   * Where a run of the workload is best stopped: well inside its work, several frames deep; the
   * first is the default.
   *
   * @throws HostException if the catalogue's file of them has none for the workload, or is damaged
   */
  public static List<MigrationPoint> migrationPoints(Workload workload) {
    if (workload.name().equals(REDIS)) {
      return List.of(REDIS_POINT);
    }
    try {
      Map<String, List<MigrationPoint>> points =
          new YAMLMapper()
              .readValue(
                  Resources.text(MIGRATION_POINTS),
                  new TypeReference<Map<String, List<MigrationPoint>>>() {});
      List<MigrationPoint> known = points.getOrDefault(workload.name(), List.of());
      if (known.isEmpty()) {
        throw new HostException(
            MIGRATION_POINTS + " has no migration point for " + workload.name());
      }
      return List.copyOf(known);
    } catch (JsonProcessingException e) {
      throw new HostException(MIGRATION_POINTS + " is damaged: " + e.getOriginalMessage(), e);
    }
  }

  private static void check(String what, String value, List<String> known) {
    if (!known.contains(value)) {
      throw new IllegalArgumentException(
          "unknown " + what + " '" + value + "': use one of " + String.join(", ", known));
    }
  }
}
