package io.riffle.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A run's outcome as plain ASCII text, for the end of a run on a terminal and for CI logs. */
public final class TextSummary {
  private static final String GAP = "  ";

  private TextSummary() {}

  /**
   * A table of workload, ISA and rungs; then each failure with its step, seed and the command that
   * repeats it; last the line {@code N passed, N failed, N skipped}, followed by {@code , N
   * errored} if the infrastructure broke. Ends with a newline.
   */
  public static String of(RunReport report) {
    StringBuilder text = new StringBuilder();
    table(report).forEach(line -> text.append(line.stripTrailing()).append('\n'));
    for (Cell cell : report.broken()) {
      text.append('\n');
      failure(cell, report.cells()).forEach(line -> text.append(line).append('\n'));
    }
    if (!report.cells().isEmpty()) {
      text.append('\n').append(plain(facts(report))).append('\n');
    }
    return text.append(lastLine(report.counts())).append('\n').toString();
  }

  private static String facts(RunReport report) {
    RunFacts run = report.facts();
    return (run.profile().isEmpty() ? "" : "profile " + run.profile() + ", ")
        + (run.shard().isEmpty() ? "" : "shard " + run.shard() + ", ")
        + "master seed "
        + report.masterSeed()
        + (run.sources().isEmpty() ? "" : ", ")
        + run.origin()
        + (run.guestBusy().isZero() ? "" : "; " + Figures.busy(run));
  }

  private static String lastLine(Counts counts) {
    return counts.passed()
        + " passed, "
        + counts.failed()
        + " failed, "
        + counts.skipped()
        + " skipped"
        + (counts.errored() == 0 ? "" : ", " + counts.errored() + " errored");
  }

  private static List<String> table(RunReport report) {
    List<Rung> rungs = report.cells().stream().map(Cell::rung).distinct().sorted().toList();
    Map<List<String>, List<Cell>> rows =
        report.cells().stream()
            .collect(
                Collectors.groupingBy(
                    cell -> List.of(plain(cell.program()), plain(cell.isa())),
                    LinkedHashMap::new,
                    Collectors.toList()));
    if (rows.isEmpty()) {
      return List.of();
    }
    List<List<String>> table = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("workload", "isa"));
    rungs.forEach(rung -> head.add(rung.label()));
    table.add(head);
    rows.forEach(
        (row, cells) -> {
          List<String> line = new ArrayList<>(row);
          rungs.forEach(
              rung -> line.add(box(cells.stream().filter(c -> c.rung() == rung).toList())));
          table.add(line);
        });
    return aligned(table);
  }

  /** One place of the matrix; upper case makes what broke stand out without colour. */
  private static String box(List<Cell> cells) {
    if (cells.isEmpty()) {
      return ".";
    }
    Cell worst =
        cells.stream().min(Comparator.comparing(cell -> cell.verdict().kind())).orElseThrow();
    Verdict.Kind kind = worst.verdict().kind();
    long alike = cells.stream().filter(cell -> cell.verdict().kind() == kind).count();
    String word =
        switch (kind) {
          case PASSED -> "ok";
          case FAILED -> "FAIL";
          case ERRORED -> "ERROR";
          case SKIPPED -> "skip";
        };
    if (cells.size() > 1) {
      return word + " " + alike + "/" + cells.size();
    }
    return kind == Verdict.Kind.SKIPPED ? word : word + " " + Figures.duration(worst.duration());
  }

  private static List<String> aligned(List<List<String>> table) {
    int columns = table.get(0).size();
    int[] widths = new int[columns];
    for (List<String> line : table) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> line : table) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String value = line.get(column);
        text.append(value).append(" ".repeat(widths[column] - value.length())).append(GAP);
      }
      lines.add(text.toString());
    }
    return lines;
  }

  private static List<String> failure(Cell cell, List<Cell> all) {
    Evidence evidence = Evidence.of(cell.verdict());
    List<String> lines = new ArrayList<>();
    lines.add(
        plain(
            evidence.kind().label().toUpperCase(Locale.ROOT)
                + " "
                + cell.program()
                + " "
                + cell.isa()
                + " "
                + cell.rung().label()
                + ", step "
                + evidence.step()
                + (evidence.check().isEmpty() ? "" : ", check " + evidence.check())));
    add(lines, "", evidence.message());
    add(lines, "", Ladder.around(cell, all).conclusion(cell));
    add(lines, "stopped at  ", cell.migrationPoint());
    cell.seed().ifPresent(seed -> add(lines, "seed        ", Long.toString(seed)));
    add(lines, "run again   ", cell.rerun());
    return lines;
  }

  private static void add(List<String> lines, String label, String value) {
    if (!value.isEmpty()) {
      lines.add(GAP + label + plain(value));
    }
  }

  /** Without line breaks and escape sequences, which output of a program under test may hold. */
  private static String plain(String text) {
    return text.strip().replaceAll("\\R", " / ").replaceAll("\\p{Cntrl}", "?");
  }
}
