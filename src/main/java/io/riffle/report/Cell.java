package io.riffle.report;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One workload of one class on one ISA, taken to one rung of the ladder: a cell of the report's
 * matrix. Several cells may share a place in it, told apart by seed or migration point.
 *
 * @param name its stable name, which repeats it: {@code riffle run --rerun NAME}
 * @param workload the program's name, such as {@code ep}
 * @param problemClass its problem class, such as {@code S}
 * @param optimisation level of the compiler it was built with, such as {@code O0}; empty if it has
 *     none
 * @param isa the ISA's name, such as {@code aarch64}
 * @param rung how far it was taken
 * @param migrationPoint where it was stopped to be dumped, such as {@code vranlc:3}; empty on the
 *     native rung
 * @param seed the shuffle's seed, on rungs that have one
 * @param verdict how it ended
 * @param duration wall-clock time of the whole cell
 * @param steps the steps taken, in order; the last is the one that ended it
 * @param rerun the one command that repeats exactly this cell
 * @param logs further logs: label to path relative to the report's directory
 * @param shuffle what the shuffler did, if it ran
 */
public record Cell(
    String name,
    String workload,
    String problemClass,
    String optimisation,
    String isa,
    Rung rung,
    String migrationPoint,
    @Seed OptionalLong seed,
    Verdict verdict,
    Duration duration,
    List<StepRecord> steps,
    String rerun,
    Map<String, String> logs,
    Optional<ShuffleFigures> shuffle) {

  /**
   * Copies the collections.
   *
   * @throws NullPointerException if a component is null; the message names it
   * @throws IllegalArgumentException if a log is not a relative path inside the report
   */
  public Cell {
    requireNonNull(name, "name");
    requireNonNull(workload, "workload");
    requireNonNull(problemClass, "problemClass");
    requireNonNull(optimisation, "optimisation");
    requireNonNull(isa, "isa");
    requireNonNull(rung, "rung");
    requireNonNull(migrationPoint, "migrationPoint");
    requireNonNull(seed, "seed");
    requireNonNull(verdict, "verdict");
    requireNonNull(duration, "duration");
    steps = Copies.of(steps, "steps");
    requireNonNull(rerun, "rerun");
    logs = Copies.of(logs, "logs");
    logs.forEach((label, path) -> LogPath.check(path, "log '" + label + "'"));
    requireNonNull(shuffle, "shuffle");
  }

  /** The same cell with another course: all but what it was to do. */
  Cell with(
      Verdict verdict,
      Duration duration,
      List<StepRecord> steps,
      Map<String, String> logs,
      Optional<ShuffleFigures> shuffle) {
    return new Cell(
        name,
        workload,
        problemClass,
        optimisation,
        isa,
        rung,
        migrationPoint,
        seed,
        verdict,
        duration,
        steps,
        rerun,
        logs,
        shuffle);
  }

  /**
   * Workload, class and optimisation as users write them together: {@code ep.S}, {@code ep.S.O0}.
   */
  public String program() {
    return (problemClass.isEmpty() ? workload : workload + "." + problemClass)
        + (optimisation.isEmpty() || optimisation.equals("O2") ? "" : "." + optimisation);
  }
}
