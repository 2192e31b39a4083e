package io.riffle.shuffle;

import io.riffle.shuffle.ShuffleSummary.Totals;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Lays a summary out as a table of plain text. */
final class SummaryText {
  private static final String ROW = "%-28s %8s %8s %8s %8s %10s %6s%n";

  private SummaryText() {}

  static String of(ShuffleSummary summary) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s, seed %d%s: %d processes, %d threads, %d frames; %d text pages and %d bytes"
                + " written%n%n",
            summary.isa(),
            summary.seed(),
            summary.identity() ? " (identity)" : "",
            summary.processes(),
            summary.threads(),
            summary.framesWalked(),
            summary.textPagesPatched(),
            summary.bytesWritten()));
    text.append(row("function", "objects", "movable", "moved", "rewrites", "bits", "live"));
    for (FunctionSummary function : summary.functions()) {
      if (function.movable() > 0 || function.liveFrames() > 0) {
        text.append(
            row(
                function.name(),
                function.objects(),
                function.movable(),
                function.moved(),
                function.references(),
                bits(function.bits()),
                function.liveFrames()));
      }
    }
    text.append(total("live", summary.live())).append(total("not live", summary.notLive()));
    text.append(total("all", summary.total()));
    return text.append(pinned(summary)).toString();
  }

  private static String total(String name, Totals totals) {
    return row(
        name + " (" + totals.functions() + " functions)",
        totals.objects(),
        totals.movable(),
        totals.moved(),
        totals.references(),
        bits(totals.bits()),
        totals.frames());
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, ROW, cells);
  }

  private static String bits(double bits) {
    return String.format(Locale.ROOT, "%.1f", bits);
  }

  private static String pinned(ShuffleSummary summary) {
    Map<PinReason, Integer> counts = new EnumMap<>(PinReason.class);
    for (FunctionSummary function : summary.functions()) {
      function.pinned().forEach((reason, count) -> counts.merge(reason, count, Integer::sum));
    }
    return counts.entrySet().stream()
        .map(entry -> entry.getKey().phrase() + " " + entry.getValue())
        .collect(Collectors.joining(", ", String.format("pinned: "), String.format("%n")));
  }
}
