package io.riffle.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lays the cells of a run out as a matrix: programs down, ISAs and their rungs across. */
final class MatrixViews {
  private final RunReport report;
  private final CellViews views;

  MatrixViews(RunReport report, CellViews views) {
    this.report = report;
    this.views = views;
  }

  PageView.Matrix matrix() {
    Set<String> isas = new LinkedHashSet<>(report.guests().keySet());
    report.cells().forEach(cell -> isas.add(cell.isa()));
    isas.retainAll(report.cells().stream().map(Cell::isa).toList());
    List<Rung> rungs = report.cells().stream().map(Cell::rung).distinct().sorted().toList();
    return new PageView.Matrix(
        isas.stream().map(this::head).toList(),
        rungs.stream().map(Rung::label).toList(),
        rungs.size(),
        rows(isas, rungs));
  }

  private PageView.IsaHead head(String isa) {
    String accelerator =
        Optional.ofNullable(report.guests().get(isa)).map(GuestFacts::accelerator).orElse("");
    return new PageView.IsaHead(isa, accelerator);
  }

  private List<PageView.Row> rows(Set<String> isas, List<Rung> rungs) {
    Set<String> programs = new LinkedHashSet<>();
    report.cells().forEach(cell -> programs.add(cell.program()));
    List<PageView.Row> rows = new ArrayList<>();
    for (String program : programs) {
      List<Cell> ofProgram =
          report.cells().stream().filter(cell -> cell.program().equals(program)).toList();
      List<PageView.Box> boxes = new ArrayList<>();
      for (String isa : isas) {
        for (Rung rung : rungs) {
          boxes.add(
              box(
                  isa,
                  rung,
                  rung == rungs.get(0),
                  ofProgram.stream()
                      .filter(cell -> cell.isa().equals(isa) && cell.rung() == rung)
                      .toList()));
        }
      }
      Cell any = ofProgram.get(0);
      rows.add(new PageView.Row(any.workload(), any.problemClass(), boxes));
    }
    return rows;
  }

  private PageView.Box box(String isa, Rung rung, boolean first, List<Cell> cells) {
    if (cells.isEmpty()) {
      return new PageView.Box(
          isa,
          rung.label(),
          first,
          true,
          "none",
          "",
          "not part of this run",
          "",
          "",
          "",
          List.of(),
          false,
          List.of());
    }
    Cell worst =
        cells.stream().min(Comparator.comparing(cell -> cell.verdict().kind())).orElseThrow();
    String word = CellViews.word(worst.verdict().kind());
    String step = Evidence.of(worst.verdict()).step();
    return new PageView.Box(
        isa,
        rung.label(),
        first,
        false,
        worst.verdict().kind().label(),
        url(worst),
        spoken(worst),
        cells.size() == 1 ? word : alike(worst, cells) + " of " + cells.size() + " " + word,
        step.isEmpty() ? "" : "at " + step,
        worst.verdict().kind() == Verdict.Kind.SKIPPED ? "" : Figures.duration(worst.duration()),
        figures(worst),
        cells.size() > 1,
        cells.stream()
            .map(cell -> new PageView.Run(cell.verdict().kind().label(), url(cell), spoken(cell)))
            .toList());
  }

  private static long alike(Cell worst, List<Cell> cells) {
    return cells.stream().filter(cell -> cell.verdict().kind() == worst.verdict().kind()).count();
  }

  private String url(Cell cell) {
    return "#" + views.of(cell).id();
  }

  /** The whole outcome in words, for those who hear the page. */
  private static String spoken(Cell cell) {
    return cell.program()
        + " on "
        + cell.isa()
        + ", "
        + cell.rung().label()
        + ": "
        + CellViews.word(cell)
        + (cell.seed().isPresent() ? ", seed " + cell.seed().getAsLong() : "");
  }

  /** Only of the shuffle rung: on the others that nothing has moved is no news. */
  private static List<String> figures(Cell cell) {
    return cell.rung() == Rung.SHUFFLE
        ? cell.shuffle()
            .map(
                shuffle ->
                    List.of(
                        Figures.count(shuffle.moved()) + " moved",
                        Figures.bits(shuffle.bits()) + " bits"))
            .orElse(List.of())
        : List.of();
  }
}
