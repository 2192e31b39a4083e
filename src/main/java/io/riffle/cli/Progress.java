package io.riffle.cli;

import io.riffle.flow.Step;
import io.riffle.isa.Isa;
import io.riffle.report.Cell;
import io.riffle.report.Verdict;
import io.riffle.suite.CellSpec;
import io.riffle.suite.SuiteListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Shows how a run goes on: a line per ended cell, and on a terminal below them a line per ISA with
 * what runs now.
 */
final class Progress implements SuiteListener, AutoCloseable {
  private static final String CLEAR_LINE = "\r\033[K";
  private static final String UP = "\033[A";

  private final PrintWriter out;
  private final boolean terminal;
  private final Map<Isa, String> now = new TreeMap<>();
  private int drawn;
  private boolean stopped;

  private Progress(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Shows it on {@code out}, which is a terminal if this JVM has a console. */
  static Progress on(PrintWriter out) {
    String term = System.getenv().getOrDefault("TERM", "dumb");
    return new Progress(out, System.console() != null && !term.equals("dumb"));
  }

  /** Says that the run was interrupted, and nothing after: its guests end under its feet. */
  synchronized void interrupt() {
    if (!stopped) {
      line("interrupted: the guests are ended; the report before this run stays the latest");
      stopped = true;
    }
  }

  synchronized void line(String text) {
    if (stopped) {
      return;
    }
    erase();
    out.println(text);
    draw();
  }

  @Override
  public synchronized void preparing(Isa isa, String what) {
    show(isa, what);
  }

  @Override
  public synchronized void stepBegins(CellSpec cell, Step step) {
    show(cell.isa(), cell.displayName() + ": " + step);
  }

  @Override
  public synchronized void cellEnded(CellSpec spec, Cell cell) {
    now.remove(spec.isa());
    line(
        "%-9s %-28s %6.1f s%s"
            .formatted(
                cell.verdict().kind().label(),
                spec.displayName(),
                cell.duration().toMillis() / 1000.0,
                reason(cell.verdict())));
  }

  private static String reason(Verdict verdict) {
    if (verdict instanceof Verdict.Failed failed) {
      return "  at " + failed.step() + ": " + failed.message();
    }
    if (verdict instanceof Verdict.Errored errored) {
      return "  at " + errored.step() + ": " + errored.message().lines().findFirst().orElse("");
    }
    return verdict instanceof Verdict.Skipped skipped ? "  " + skipped.reason() : "";
  }

  private void show(Isa isa, String what) {
    if (stopped) {
      return;
    }
    if (terminal) {
      erase();
      now.put(isa, what);
      draw();
    } else if (!what.contains(":")) {
      out.println(String.format(Locale.ROOT, "%-9s %s", isa, what));
    }
  }

  private void erase() {
    for (; drawn > 0; drawn--) {
      out.print(UP + CLEAR_LINE);
    }
  }

  private void draw() {
    if (terminal) {
      now.forEach((isa, what) -> out.println("... " + isa + "  " + what));
      drawn = now.size();
    }
    out.flush();
  }

  @Override
  public synchronized void close() {
    erase();
    out.flush();
    stopped = true;
  }
}
