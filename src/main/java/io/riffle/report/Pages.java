package io.riffle.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the {@link PageView} of a run. */
final class Pages {
  private Pages() {}

  static PageView of(RunReport report, String css, String script, String scriptHash) {
    CellViews views = new CellViews(report.cells());
    Counts counts = report.counts();
    return new PageView(
        css,
        script,
        scriptHash,
        headline(counts) + " \u2013 " + report.title(),
        report.title(),
        kind(counts),
        headline(counts),
        tallies(counts),
        facts(report),
        report.command(),
        !report.broken().isEmpty(),
        report.broken().stream().map(cell -> failure(cell, report.cells(), views)).toList(),
        new MatrixViews(report, views).matrix(),
        groups(report.cells(), views),
        environment(report));
  }

  private static String kind(Counts counts) {
    if (counts.failed() > 0) {
      return Verdict.Kind.FAILED.label();
    }
    if (counts.errored() > 0) {
      return Verdict.Kind.ERRORED.label();
    }
    return (counts.green() ? Verdict.Kind.PASSED : Verdict.Kind.SKIPPED).label();
  }

  static String headline(Counts counts) {
    String ofAll = " of " + Figures.plural(counts.total(), "cell");
    if (counts.failed() > 0) {
      return counts.failed()
          + ofAll
          + " failed"
          + (counts.errored() > 0 ? ", " + counts.errored() + " could not be judged" : "");
    }
    if (counts.errored() > 0) {
      return counts.errored() + ofAll + " could not be judged";
    }
    if (counts.passed() == 0) {
      return counts.total() == 0 ? "Nothing was run" : "Everything was skipped";
    }
    return counts.skipped() == 0
        ? "All " + Figures.plural(counts.total(), "cell") + " passed"
        : counts.passed() + " passed, " + counts.skipped() + " skipped";
  }

  private static List<PageView.Tally> tallies(Counts counts) {
    return List.of(
        tally(Verdict.Kind.FAILED, counts.failed()),
        tally(Verdict.Kind.ERRORED, counts.errored()),
        tally(Verdict.Kind.SKIPPED, counts.skipped()),
        tally(Verdict.Kind.PASSED, counts.passed()));
  }

  private static PageView.Tally tally(Verdict.Kind kind, int count) {
    return new PageView.Tally(kind.label(), count, count > 0);
  }

  private static List<PageView.Fact> facts(RunReport report) {
    RunFacts run = report.facts();
    List<PageView.Fact> facts = new ArrayList<>();
    facts.add(new PageView.Fact("Started", Figures.instant(report.started())));
    facts.add(new PageView.Fact("Took", Figures.duration(report.elapsed())));
    facts.add(new PageView.Fact("Master seed", Long.toString(report.masterSeed())));
    for (Source source : run.sources()) {
      facts.add(new PageView.Fact(capitalised(source.what()), source.which()));
    }
    if (!run.profile().isEmpty()) {
      facts.add(new PageView.Fact("Profile", run.profile()));
    }
    if (!run.shard().isEmpty()) {
      facts.add(new PageView.Fact("Shard", run.shard()));
    }
    if (!run.guestBusy().isZero()) {
      facts.add(new PageView.Fact("Use of the cores", Figures.busy(run)));
    }
    return facts;
  }

  private static String capitalised(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static PageView.Failure failure(Cell cell, List<Cell> all, CellViews views) {
    Ladder ladder = Ladder.around(cell, all);
    List<PageView.RungMark> marks =
        Stream.of(Rung.values())
            .filter(rung -> Rung.ladder().contains(rung) || ladder.at(rung).isPresent())
            .map(rung -> mark(rung, cell, ladder, views))
            .toList();
    return new PageView.Failure(
        views.of(cell), ladder.conclusion(cell), ladder.brokenBelow(cell).isEmpty(), marks);
  }

  private static PageView.RungMark mark(Rung rung, Cell cell, Ladder ladder, CellViews views) {
    boolean self = rung == cell.rung();
    return (self ? Optional.of(cell) : ladder.at(rung))
        .map(
            at ->
                new PageView.RungMark(
                    rung.label(),
                    at.verdict().kind().label(),
                    at.verdict().kind().label(),
                    "#" + views.of(at).id(),
                    self))
        .orElse(new PageView.RungMark(rung.label(), "none", "not run", "", false));
  }

  private static List<PageView.Group> groups(List<Cell> cells, CellViews views) {
    Map<String, List<CellView>> byProgram =
        cells.stream()
            .collect(
                Collectors.groupingBy(
                    Cell::program,
                    LinkedHashMap::new,
                    Collectors.mapping(views::of, Collectors.toList())));
    return byProgram.entrySet().stream()
        .map(entry -> new PageView.Group(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static PageView.Environment environment(RunReport report) {
    HostFacts host = report.host();
    List<PageView.Fact> facts = new ArrayList<>();
    facts.add(new PageView.Fact("Riffle", host.riffleVersion()));
    host.gitCommit().ifPresent(commit -> facts.add(new PageView.Fact("Commit", commit)));
    facts.add(new PageView.Fact("Operating system", host.os()));
    facts.add(
        new PageView.Fact(
            "Processor", host.cpuModel() + ", " + Figures.plural(host.cores(), "core")));
    facts.add(new PageView.Fact("Java", host.javaVersion()));
    for (RunFacts.ShardFacts shard : report.facts().shards()) {
      facts.add(
          new PageView.Fact(
              "Shard " + shard.shard(),
              Figures.plural(shard.cells(), "cell")
                  + " in "
                  + Figures.duration(shard.wall())
                  + " on "
                  + shard.host()));
    }
    List<GuestFacts> guests = List.copyOf(report.guests().values());
    return new PageView.Environment(
        facts,
        !guests.isEmpty(),
        guests.stream().map(GuestFacts::isa).toList(),
        List.of(
            line("Accelerator", guests, GuestFacts::accelerator),
            line("How it was chosen", guests, GuestFacts::acceleratorProbe),
            line("QEMU", guests, GuestFacts::qemuVersion),
            line("Kernel", guests, GuestFacts::kernel),
            line("CRIU", guests, GuestFacts::criuVersion),
            line("Image", guests, GuestFacts::imageKey),
            line("Memory", guests, guest -> guest.memoryMiB() + " MiB"),
            line("Boot to first command", guests, Pages::boot)),
        guests.stream().map(Pages::console).toList());
  }

  private static String boot(GuestFacts guest) {
    return guest.boot().isZero() ? "" : Figures.duration(guest.boot());
  }

  private static PageView.Line line(
      String label, List<GuestFacts> guests, Function<GuestFacts, String> value) {
    return new PageView.Line(
        label, guests.stream().map(value).map(text -> text.isEmpty() ? "unknown" : text).toList());
  }

  private static PageView.Console console(GuestFacts guest) {
    return new PageView.Console(
        guest.isa(),
        Figures.shellLine(guest.qemuCommand()),
        CellViews.links("console log", guest.consoleLog()));
  }
}
