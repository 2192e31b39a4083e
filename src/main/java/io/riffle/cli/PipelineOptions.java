package io.riffle.cli;

import io.riffle.flow.Checkout;
import io.riffle.flow.MakePipeline;
import io.riffle.report.Rung;
import io.riffle.suite.CellSpec;
import io.riffle.suite.GuestSession;
import io.riffle.suite.MakePipelines;
import io.riffle.suite.Pipelines;
import io.riffle.suite.SuitePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options that say whose implementation of the flow is tested. */
final class PipelineOptions {
  private static final String OWN = "riffle";
  private static final String MAKE = "make";

  /** A Makefile has no target that moves nothing, and takes a process through one round. */
  private static final Set<Rung> BEYOND_MAKE = Set.of(Rung.IDENTITY, Rung.SHUFFLE_X3);

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      defaultValue = OWN,
      description =
          "Whose spawn, dump, shuffle and restore: riffle, or make for a checkout's own"
              + " (default: ${DEFAULT-VALUE}).")
  private String pipeline;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "With --pipeline make: the checkout, arranged as TransProc is.")
  private Path root;

  @Option(
      names = "--build",
      paramLabel = "COMMAND",
      description = "With --pipeline make: run in the checkout in each guest before anything else.")
  private String build;

  @Option(
      names = "--guest-package",
      split = ",",
      paramLabel = "PACKAGE",
      description = "With --pipeline make: Debian packages that the guests have besides.")
  private List<String> packages = List.of();

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if they do not fit together; the message says how they would
   */
  void check() {
    if (!pipeline.equals(OWN) && !pipeline.equals(MAKE)) {
      throw new IllegalArgumentException(
          "unknown pipeline '" + pipeline + "': use " + OWN + " or " + MAKE);
    }
    if (isMake() && root == null) {
      throw new IllegalArgumentException("--pipeline make needs --root DIR, the checkout");
    }
    if (!isMake() && (root != null || build != null || !packages.isEmpty())) {
      throw new IllegalArgumentException(
          "--root, --build and --guest-package belong to --pipeline make: add it");
    }
    if (isMake()) {
      Checkout.at(root);
    }
  }

  private boolean isMake() {
    return pipeline.equals(MAKE);
  }

  /** Those that the implementation has. */
  <T> List<T> available(List<T> all, Function<T, String> name) {
    if (!isMake()) {
      return all;
    }
    List<String> there = Checkout.at(root).programs();
    return all.stream().filter(each -> there.contains(name.apply(each))).toList();
  }

  /** Those of the rungs that the implementation can be taken to. */
  List<Rung> available(List<Rung> rungs) {
    return rungs.stream().filter(rung -> !isMake() || !BEYOND_MAKE.contains(rung)).toList();
  }

  /**
   * All of the rungs.
   *
   * @throws IllegalArgumentException if the implementation cannot be taken to one of them
   */
  List<Rung> require(List<Rung> rungs) {
    for (Rung rung : rungs) {
      if (!available(List.of(rung)).contains(rung)) {
        throw new IllegalArgumentException(
            "--pipeline make has no rung " + rung.label() + ": leave it out of --ladder");
      }
    }
    return rungs;
  }

  /**
   * Checks that the implementation has all programs of a plan.
   *
   * @throws IllegalArgumentException if it lacks one; the message says which it has
   */
  void check(SuitePlan plan) {
    if (!isMake()) {
      return;
    }
    List<String> there = Checkout.at(root).programs();
    for (CellSpec cell : plan.cells()) {
      String name = cell.workload().name();
      if (!there.contains(name)) {
        throw new IllegalArgumentException(
            "the checkout "
                + root
                + " has no Makefile of '"
                + name
                + "': use "
                + String.join(", ", there));
      }
      require(List.of(cell.rung()));
    }
  }

  /** Makes the pipelines of each guest session. */
  Function<GuestSession, Pipelines> factory() {
    if (!isMake()) {
      return Pipelines::riffle;
    }
    Checkout checkout = Checkout.at(root);
    return MakePipelines.of(
        checkout, Optional.ofNullable(build), Set.copyOf(packages), MakePipeline.LONGEST_STEP);
  }
}
