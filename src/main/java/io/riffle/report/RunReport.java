package io.riffle.report;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Everything that is worth knowing of one run: the root of {@code report.json}.
 *
 * @param title what was run, in a few words
 * @param started when the run began
 * @param finished when its last cell ended
 * @param command the command line that made the report
 * @param masterSeed the seed that the cells' seeds were derived from
 * @param facts how the run was put together
 * @param host the machine that ran the guests
 * @param guests the guests by ISA name, in the order of the report's columns
 * @param cells the outcomes, in the order they were run
 */
public record RunReport(
    String title,
    Instant started,
    Instant finished,
    String command,
    @Seed long masterSeed,
    RunFacts facts,
    HostFacts host,
    Map<String, GuestFacts> guests,
    List<Cell> cells) {

  /**
   * Copies the collections.
   *
   * @throws NullPointerException if a component is null; the message names it
   */
  public RunReport {
    requireNonNull(title, "title");
    requireNonNull(started, "started");
    requireNonNull(finished, "finished");
    requireNonNull(command, "command");
    requireNonNull(facts, "facts");
    requireNonNull(host, "host");
    guests = Copies.of(guests, "guests");
    cells = Copies.of(cells, "cells");
  }

  /** Wall-clock time of the whole run. */
  public Duration elapsed() {
    return Duration.between(started, finished);
  }

  /** How many cells ended how. */
  public Counts counts() {
    return Counts.of(cells);
  }

  /** The cells that failed, then those that errored, each in the order they were run. */
  public List<Cell> broken() {
    return cells.stream()
        .filter(cell -> cell.verdict().kind().broken())
        .sorted(Comparator.comparing(cell -> cell.verdict().kind()))
        .toList();
  }
}
