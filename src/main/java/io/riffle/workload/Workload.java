package io.riffle.workload;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * One benchmark of the NAS Parallel Benchmarks at one problem size, built in one way.
 *
 * <pre>{@code
 * Workload bt = Workloads.find("bt", "S").with(Optimisation.O0);
 * System.out.println(bt.id());
 * }</pre>
 *
 * @param name the benchmark in lower case, such as {@code ep}
 * @param problemClass the suite's letter for the size, such as {@code S}
 * @param optimisation how far the compiler optimises it
 * @param tree the tree of the suite's sources that it is built from; empty for Riffle's own kernels
 */
public record Workload(
    String name, char problemClass, Optimisation optimisation, Optional<Path> tree) {

  /** Makes the tree's path absolute. */
  public Workload {
    Objects.requireNonNull(optimisation, "optimisation");
    tree = tree.map(path -> path.toAbsolutePath().normalize());
  }

  /** One of Riffle's own kernels, at -O2. */
  public Workload(String name, char problemClass) {
    this(name, problemClass, Optimisation.O2, Optional.empty());
  }

  /** The same, optimised otherwise. */
  public Workload with(Optimisation other) {
    return new Workload(name, problemClass, other, tree);
  }

  /** The same, built from a tree of the suite's sources. */
  public Workload from(Path sources) {
    return new Workload(name, problemClass, optimisation, Optional.of(sources));
  }

  /** What it is one of, {@code kernels} or {@code redis}: what is built from the same sources. */
  public String kind() {
    return name.equals(Workloads.REDIS) ? Workloads.REDIS : "kernels";
  }

  /** The tree, if it is one of the NAS Parallel Benchmarks' sources. */
  public Optional<Path> npbTree() {
    return name.equals(Workloads.REDIS) ? Optional.empty() : tree;
  }

  /**
   * The suite's way to write name and class, {@code ep.S}, with the level unless it is -O2: {@code
   * ep.S.O0}. It does not tell trees apart.
   */
  public String id() {
    String built = optimisation == Optimisation.O2 ? "" : "." + optimisation;
    return name + "." + problemClass + built;
  }

  @Override
  public String toString() {
    return id();
  }
}
