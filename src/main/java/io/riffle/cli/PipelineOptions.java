package io.riffle.cli;

import io.riffle.flow.Checkout;
import io.riffle.flow.MakePipeline;
import io.riffle.report.Rung;
import io.riffle.suite.GuestSession;
import io.riffle.suite.MakePipelines;
import io.riffle.suite.Pipelines;
import io.riffle.suite.SuitePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options that say whose implementation of the flow is tested. */
final class PipelineOptions {
  private static final String OWN = "riffle";
  private static final String MAKE = "make";

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

  /** Those of the rungs, and those beyond that the implementation has. */
  List<Rung> available(List<Rung> rungs) {
    return isMake() && Checkout.at(root).mayMigrate()
        ? Stream.concat(rungs.stream(), Stream.of(Rung.MIGRATE)).toList()
        : rungs;
  }

  /**
   * Checks that the implementation has something of a plan; the cells of what it lacks say so.
   *
   * @throws IllegalArgumentException if it has nothing; the message says what it has
   */
  void check(SuitePlan plan) {
    if (!isMake()) {
      return;
    }
    List<String> there = Checkout.at(root).programs();
    List<String> wanted =
        plan.cells().stream().map(cell -> cell.workload().name()).distinct().toList();
    if (wanted.stream().noneMatch(there::contains)) {
      throw new IllegalArgumentException(
          "the checkout "
              + root
              + " has no Makefile of "
              + String.join(", ", wanted)
              + ": use "
              + String.join(", ", there));
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
