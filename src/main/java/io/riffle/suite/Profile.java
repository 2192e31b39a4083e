package io.riffle.suite;

import io.riffle.report.Rung;
import io.riffle.workload.Optimisation;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Named choices of cells. */
public enum Profile {
  /** The whole ladder of three small kernels, in about two minutes on two cores. */
  SMOKE(List.of("is", "cg", "mg"), "S", List.of(Optimisation.O2), Rung.ladder(), 1, 0, ""),
  /**
   * The whole ladder of all kernels and redis, class S, in ten minutes at most: what {@code verify}
   * runs.
   */
  DEFAULT(List.of(), "S", List.of(Optimisation.O2), Rung.ladder(), 1, 0, "S"),
  /**
   * Class W with and without optimisation, three stops by time, five seeds at each; and a million
   * keys.
   */
  NIGHTLY(List.of(), "W", List.of(Optimisation.values()), Rung.ladder(), 5, 3, "A"),
  /** Shuffles of class S with a hundred seeds, stopped at ten times each. */
  SOAK(
      List.of(),
      "S",
      List.of(Optimisation.values()),
      List.of(Rung.NATIVE, Rung.SHUFFLE, Rung.SHUFFLE_X3),
      10,
      10,
      "");

  private final List<String> workloads;
  private final String problemClass;
  private final List<Optimisation> optimisations;
  private final List<Rung> rungs;
  private final int draws;
  private final int timedStops;
  private final String redisClass;

  Profile(
      List<String> workloads,
      String problemClass,
      List<Optimisation> optimisations,
      List<Rung> rungs,
      int draws,
      int timedStops,
      String redisClass) {
    this.workloads = workloads;
    this.problemClass = problemClass;
    this.optimisations = optimisations;
    this.rungs = rungs;
    this.draws = draws;
    this.timedStops = timedStops;
    this.redisClass = redisClass;
  }

  /**
   * The profile of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Profile parse(String name) {
    return Arrays.stream(values())
        .filter(profile -> profile.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown profile '"
                        + name
                        + "': use one of "
                        + String.join(", ", Arrays.stream(values()).map(Profile::label).toList())));
  }

  /** The name that users write. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its plan; everything that is drawn follows from the master seed. */
  public SuitePlan plan(long masterSeed) {
    List<String> names = workloads.isEmpty() ? Workloads.names() : workloads;
    List<Workload> all =
        Stream.concat(
                names.stream().flatMap(name -> built(Workloads.find(name, problemClass))),
                Stream.of(Workloads.REDIS)
                    .filter(name -> !redisClass.isEmpty())
                    .map(name -> Workloads.find(name, redisClass)))
            .toList();
    return SuitePlan.builder()
        .profile(label())
        .workloads(all)
        .rungs(rungs)
        .masterSeed(masterSeed)
        .draws(draws)
        .timedStops(timedStops)
        .build();
  }

  private Stream<Workload> built(Workload workload) {
    return optimisations.stream().map(workload::with);
  }

  @Override
  public String toString() {
    return label();
  }
}
