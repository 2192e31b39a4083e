package io.riffle.suite;

import io.riffle.report.FunctionFigures;
import io.riffle.report.ShuffleFigures;
import io.riffle.shuffle.FunctionSummary;
import io.riffle.shuffle.Moved;
import io.riffle.shuffle.ShuffleSummary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Turns what the shuffler says into what the report shows. */
final class Figures {
  private Figures() {}

  static ShuffleFigures of(ShuffleSummary summary) {
    ShuffleSummary.Totals total = summary.total();
    Map<String, Integer> pinned = new TreeMap<>();
    for (FunctionSummary function : summary.functions()) {
      function
          .pinned()
          .forEach(
              (reason, count) ->
                  pinned.merge(
                      reason.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                      count,
                      Integer::sum));
    }
    return new ShuffleFigures(
        total.objects(),
        total.movable(),
        total.moved(),
        total.references(),
        total.bits(),
        total.frames(),
        pinned,
        summary.functions().stream().map(Figures::of).toList());
  }

  private static FunctionFigures of(FunctionSummary function) {
    return new FunctionFigures(
        function.name(),
        function.objects(),
        function.movable(),
        function.moved(),
        function.references(),
        function.bits(),
        function.liveFrames(),
        function.liveFrames() == 0
            ? List.of()
            : function.moves().stream().map(Figures::move).toList());
  }

  private static FunctionFigures.ObjectMove move(Moved moved) {
    return new FunctionFigures.ObjectMove(
        moved.names().isEmpty() ? moved.kind() : String.join(", ", moved.names()),
        moved.size(),
        moved.from(),
        moved.to());
  }
}
