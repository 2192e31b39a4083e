package io.riffle.suite;

import io.riffle.host.HostException;
import io.riffle.report.Cell;
import io.riffle.report.GuestFacts;
import io.riffle.report.ReportDirectory;
import io.riffle.report.ReportWriter;
import io.riffle.report.RunReport;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
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

  private SuiteReport(String title, String command, ReportDirectory directory) {
    this.title = title;
    this.command = command;
    this.directory = directory;
  }

  /** The report of a run that begins now. */
  public static SuiteReport begin(String title, String command, ReportDirectory directory) {
    return new SuiteReport(title, command, directory);
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
            cells.stream().flatMapToLong(cell -> cell.seed().stream()).findFirst().orElse(0),
            HostFactsReader.read(),
            guests,
            cells);
    try {
      ReportWriter.write(report, directory.path());
      directory.publish();
      return report;
    } catch (IOException e) {
      throw new HostException("cannot write the report in " + directory.path() + ": " + e, e);
    }
  }
}
