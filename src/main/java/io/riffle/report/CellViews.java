package io.riffle.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes a {@link CellView} of every cell of a run, each with an id to link to. */
final class CellViews {
  /** Keeps the page of a run over thousands of functions light; report.json has them all. */
  private static final int FUNCTIONS_SHOWN = 200;

  private static final int FRAMES_SHOWN = 20;

  /** Enough for any diff that a person reads. */
  private static final int DETAIL_SHOWN = 16_000;

  private final Map<Cell, CellView> views = new IdentityHashMap<>();

  CellViews(List<Cell> cells) {
    Map<String, Integer> taken = new LinkedHashMap<>();
    for (Cell cell : cells) {
      String id = id(cell);
      int count = taken.merge(id, 1, Integer::sum);
      views.put(cell, view(cell, count == 1 ? id : id + "~" + count));
    }
  }

  CellView of(Cell cell) {
    return views.get(cell);
  }

  /** What a verdict is called where there is room for one word. */
  static String word(Verdict.Kind kind) {
    return switch (kind) {
      case PASSED -> "pass";
      case FAILED -> "FAIL";
      case ERRORED -> "ERROR";
      case SKIPPED -> "skipped";
    };
  }

  /** The same with the step, where there is room for three. */
  static String word(Cell cell) {
    String step = Evidence.of(cell.verdict()).step();
    return word(cell.verdict().kind()) + (step.isEmpty() ? "" : " at " + step);
  }

  /** Says the same in every report of the same cell, so that links to it stay good. */
  private static String id(Cell cell) {
    return (cell.program() + "_" + cell.isa() + "_" + cell.rung().label())
        .replaceAll("[^A-Za-z0-9._-]", "-");
  }

  private static CellView view(Cell cell, String id) {
    Evidence evidence = Evidence.of(cell.verdict());
    return new CellView(
        id,
        evidence.kind().label(),
        word(cell),
        cell.program(),
        cell.isa(),
        cell.rung().label(),
        evidence.kind() == Verdict.Kind.SKIPPED ? "" : Figures.duration(cell.duration()),
        evidence.step(),
        evidence.check(),
        evidence.message(),
        shortened(evidence.detail()),
        cell.migrationPoint(),
        cell.seed().isPresent() ? Long.toString(cell.seed().getAsLong()) : "",
        cell.rerun(),
        steps(cell, evidence),
        logs(cell),
        cell.shuffle().map(CellViews::shuffle).stream().toList());
  }

  private static List<CellView.Step> steps(Cell cell, Evidence evidence) {
    long total =
        Math.max(1, cell.steps().stream().mapToLong(step -> step.duration().toMillis()).sum());
    List<CellView.Step> steps = new ArrayList<>();
    Duration before = Duration.ZERO;
    for (StepRecord step : cell.steps()) {
      steps.add(
          new CellView.Step(
              step.name(),
              evidence.kind().broken() && step.name().equals(evidence.step()),
              Figures.duration(step.duration()),
              percent(before, total),
              percent(step.duration(), total),
              step.command().isEmpty() && step.exitCode() == 0 ? "" : "exit " + step.exitCode(),
              step.command(),
              step.note(),
              links("log", step.logPath())));
      before = before.plus(step.duration());
    }
    return steps;
  }

  private static String percent(Duration part, long totalMillis) {
    return String.format(Locale.ROOT, "%.2f", 100.0 * part.toMillis() / totalMillis);
  }

  /** The cell's own logs, then those of its steps that are not among them. */
  private static List<PageView.Link> logs(Cell cell) {
    Map<String, String> labels = new LinkedHashMap<>();
    cell.logs().forEach((label, path) -> labels.putIfAbsent(path, label));
    cell.steps().forEach(step -> labels.putIfAbsent(step.logPath(), step.name()));
    List<PageView.Link> links = new ArrayList<>();
    labels.forEach((path, label) -> links.addAll(links(label, path)));
    return links;
  }

  static List<PageView.Link> links(String label, String path) {
    return path.isEmpty() ? List.of() : List.of(new PageView.Link(label, LogPath.toUrl(path)));
  }

  private static CellView.Shuffle shuffle(ShuffleFigures figures) {
    List<FunctionFigures> touched =
        figures.functions().stream()
            .filter(function -> function.movable() > 0 || function.liveFrames() > 0)
            .sorted(
                Comparator.comparingInt(FunctionFigures::liveFrames)
                    .thenComparingDouble(FunctionFigures::bits)
                    .reversed())
            .toList();
    int shown = Math.min(touched.size(), FUNCTIONS_SHOWN);
    int left = figures.functions().size() - shown;
    return new CellView.Shuffle(
        List.of(
            new PageView.Fact("frame objects", Figures.count(figures.objects())),
            new PageView.Fact("movable", Figures.count(figures.movable())),
            new PageView.Fact("moved", Figures.count(figures.moved())),
            new PageView.Fact("references rewritten", Figures.count(figures.references())),
            new PageView.Fact("bits", Figures.bits(figures.bits())),
            new PageView.Fact("live frames", Figures.count(figures.liveFrames()))),
        figures.pinned().entrySet().stream()
            .map(entry -> new PageView.Fact(entry.getKey(), Figures.count(entry.getValue())))
            .toList(),
        touched.stream().limit(shown).map(CellViews::function).toList(),
        rest(left, touched.size() > shown),
        touched.stream()
            .filter(function -> !function.moves().isEmpty())
            .limit(FRAMES_SHOWN)
            .map(CellViews::frame)
            .toList());
  }

  /** What moved left its place to another, so that the places are the same before and after. */
  private static CellView.Frame frame(FunctionFigures function) {
    Map<Long, String> after = new HashMap<>();
    function.moves().forEach(move -> after.put(move.to(), move.object()));
    return new CellView.Frame(
        function.name(),
        Figures.plural(function.moves().size(), "object") + " moved",
        function.moves().stream()
            .sorted(Comparator.comparingLong(FunctionFigures.ObjectMove::from).reversed())
            .map(
                move ->
                    new CellView.Place(
                        "CFA" + String.format(Locale.ROOT, "%+d", move.from()),
                        Figures.count(move.size()),
                        move.object(),
                        after.getOrDefault(move.from(), "")))
            .toList());
  }

  private static String rest(int left, boolean movableAmongThem) {
    if (left == 0) {
      return "";
    }
    return movableAmongThem
        ? Figures.plural(left, "more function") + " in report.json."
        : Figures.plural(left, "more function") + " with no movable object and no live frame.";
  }

  private static CellView.Function function(FunctionFigures figures) {
    return new CellView.Function(
        figures.name(),
        Figures.count(figures.liveFrames()),
        Figures.count(figures.objects()),
        Figures.count(figures.movable()),
        Figures.count(figures.moved()),
        Figures.count(figures.references()),
        Figures.bits(figures.bits()));
  }

  private static String shortened(String detail) {
    if (detail.length() <= DETAIL_SHOWN) {
      return detail;
    }
    int half = DETAIL_SHOWN / 2;
    return detail.substring(0, half)
        + "\n[... "
        + Figures.plural(detail.length() - 2L * half, "character")
        + " left out here; report.json has them ...]\n"
        + detail.substring(detail.length() - half);
  }
}
