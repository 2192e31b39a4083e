package io.riffle.suite;

import io.riffle.host.HostException;
import io.riffle.report.Cell;
import io.riffle.report.GuestFacts;
import io.riffle.report.ReportDirectory;
import io.riffle.report.ReportWriter;
import io.riffle.report.RunFacts;
import io.riffle.report.RunReport;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report of a run while it is growing. Safe for use by several threads. */
public final class SuiteReport {
  private final String title;
  private final String command;
  private final ReportDirectory directory;
  private final Instant started = Instant.now();
  private final List<Cell> cells = new ArrayList<>();
  private final Map<String, GuestFacts> guests = new LinkedHashMap<>();

  private long masterSeed;
  private RunFacts facts = RunFacts.unknown();
  private List<String> order = List.of();

  private SuiteReport(String title, String command, ReportDirectory directory) {
    this.title = title;
    this.command = command;
    this.directory = directory;
  }

  /** The report of a run that begins now. */
  public static SuiteReport begin(String title, String command, ReportDirectory directory) {
    return new SuiteReport(title, command, directory);
  }

  /** Says of which plan the report is: its cells are shown in that order. */
  public synchronized void plan(SuitePlan plan) {
    masterSeed = plan.masterSeed();
    order = plan.cells().stream().map(CellSpec::name).toList();
  }

  /** Says how the run was put together. */
  public synchronized void facts(RunFacts run) {
    facts = run;
  }

  /** Adds a cell that has ended. */
  public synchronized void add(Cell cell) {
    cells.add(cell);
  }

  /** Adds a guest that was used. */
  public synchronized void add(GuestFacts guest) {
    guests.put(guest.isa(), guest);
  }

  /** Whether no cell was added. */
  public synchronized boolean isEmpty() {
    return cells.isEmpty();
  }

  private List<Cell> inOrder() {
    Map<String, Integer> places = new HashMap<>();
    order.forEach(name -> places.putIfAbsent(name, places.size()));
    return cells.stream()
        .sorted(Comparator.comparing(cell -> places.getOrDefault(cell.name(), places.size())))
        .toList();
  }

  /**
   * Writes the report and publishes it as the latest.
   *
   * @throws HostException if it cannot be written
   */
  public synchronized RunReport finish() {
    RunReport report =
        new RunReport(
            title,
            started,
            Instant.now(),
            command,
            masterSeed,
            facts,
            HostFactsReader.read(),
            guests,
            inOrder());
    try {
      ReportWriter.write(report, directory.path());
      directory.publish();
      return report;
    } catch (IOException e) {
      throw new HostException("cannot write the report in " + directory.path() + ": " + e, e);
    }
  }
}
