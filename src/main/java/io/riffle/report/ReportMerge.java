package io.riffle.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Joins the reports of a plan's shards into one, with their logs. */
public final class ReportMerge {
  private ReportMerge() {}

  /**
   * Reads the reports and writes the joined one into {@code target}.
   *
   * @param directories the shards' report directories, in any order
   * @param command the command line, for the report
   * @throws ReportFormatException if one of them is no report of a shard, or they are not the whole
   *     of one plan; the message says which
   * @throws IOException if one cannot be read or the joined one not be written
   */
  public static RunReport merge(List<Path> directories, String command, ReportDirectory target)
      throws IOException {
    Map<Integer, Path> places = new TreeMap<>();
    Map<Integer, RunReport> shards = read(directories, places);
    List<Cell> cells = new ArrayList<>();
    Map<String, GuestFacts> guests = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    for (Map.Entry<Integer, RunReport> shard : shards.entrySet()) {
      String prefix = "shards/" + shard.getKey() + "/";
      copyLogs(places.get(shard.getKey()), target.path().resolve(prefix));
      for (Cell cell : shard.getValue().cells()) {
        if (!names.add(cell.name())) {
          throw refused("cell " + cell.name() + " is in more than one shard");
        }
        cells.add(moved(cell, prefix));
      }
      shard
          .getValue()
          .guests()
          .forEach((isa, facts) -> guests.putIfAbsent(isa, moved(facts, prefix)));
    }
    RunReport any = shards.values().iterator().next();
    RunReport whole =
        new RunReport(
            any.title(),
            bound(shards, RunReport::started, Comparator.reverseOrder()),
            bound(shards, RunReport::finished, Comparator.naturalOrder()),
            command,
            any.masterSeed(),
            facts(shards),
            any.host(),
            guests,
            cells);
    ReportWriter.write(whole, target.path());
    target.publish();
    return whole;
  }

  private static Map<Integer, RunReport> read(List<Path> directories, Map<Integer, Path> places)
      throws IOException {
    Map<Integer, RunReport> shards = new TreeMap<>();
    Map<String, Source> sources = new HashMap<>();
    int count = 0;
    for (Path directory : directories) {
      RunReport report = ReportReader.read(directory);
      String[] shard = report.facts().shard().split("/", -1);
      if (shard.length != 2) {
        throw refused(directory + " is the report of a whole run, not of a shard");
      }
      RunReport first = shards.isEmpty() ? report : shards.values().iterator().next();
      if (count == 0) {
        count = Integer.parseInt(shard[1]);
      }
      if (!plan(report).equals(plan(first))) {
        throw refused(
            directory + " is of another plan (" + plan(report) + ") than (" + plan(first) + ")");
      }
      checkSources(directory, report, sources);
      int index = Integer.parseInt(shard[0]);
      if (shards.put(index, report) != null) {
        throw refused(
            directory + " and " + places.get(index) + " are both shard " + report.facts().shard());
      }
      places.put(index, directory);
    }
    for (int i = 1; i <= count; i++) {
      if (!shards.containsKey(i)) {
        throw refused("shard " + i + "/" + count + " is missing: name the directories of all");
      }
    }
    return shards;
  }

  /** A shard may have no cells of a kind, but not have built it from something else. */
  private static void checkSources(Path directory, RunReport report, Map<String, Source> known)
      throws ReportFormatException {
    for (Source source : report.facts().sources()) {
      Source other = known.putIfAbsent(source.what(), source);
      if (other != null && !other.isSameAs(source)) {
        throw refused(directory + " is of another plan (" + source + ") than (" + other + ")");
      }
    }
  }

  /** What all shards of one plan have in common. */
  private static String plan(RunReport report) {
    RunFacts facts = report.facts();
    return "master seed "
        + report.masterSeed()
        + ", profile "
        + facts.profile()
        + ", "
        + facts.shard().replaceAll(".*/", "")
        + " shards, commit "
        + report.host().gitCommit().orElse("unknown");
  }

  private static ReportFormatException refused(String why) {
    return new ReportFormatException(why, null);
  }

  private static RunFacts facts(Map<Integer, RunReport> shards) {
    RunFacts any = shards.values().iterator().next().facts();
    return new RunFacts(
        any.profile(),
        shards.values().stream()
            .flatMap(report -> report.facts().sources().stream())
            .collect(
                Collectors.toMap(
                    Source::what, source -> source, (one, same) -> one, LinkedHashMap::new))
            .values()
            .stream()
            .toList(),
        "",
        shards.values().stream().mapToInt(report -> report.facts().workers()).sum(),
        shards.values().stream()
            .map(report -> report.facts().wall())
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO),
        shards.values().stream()
            .map(report -> report.facts().guestBusy())
            .reduce(Duration.ZERO, Duration::plus),
        shards.values().stream().map(ReportMerge::shard).toList());
  }

  private static RunFacts.ShardFacts shard(RunReport report) {
    return new RunFacts.ShardFacts(
        report.facts().shard(),
        report.host().os() + ", " + report.host().cpuModel(),
        report.command(),
        report.cells().size(),
        report.facts().wall());
  }

  private static Instant bound(
      Map<Integer, RunReport> shards,
      Function<RunReport, Instant> time,
      Comparator<Instant> order) {
    return shards.values().stream().map(time).max(order).orElseThrow();
  }

  private static Cell moved(Cell cell, String prefix) {
    return cell.with(
        cell.verdict(),
        cell.duration(),
        cell.steps().stream().map(step -> moved(step, prefix)).toList(),
        cell.logs().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    log -> moved(log.getValue(), prefix),
                    (one, other) -> one,
                    LinkedHashMap::new)),
        cell.shuffle());
  }

  private static StepRecord moved(StepRecord step, String prefix) {
    return new StepRecord(
        step.name(),
        step.duration(),
        step.exitCode(),
        step.command(),
        moved(step.logPath(), prefix),
        step.note());
  }

  private static GuestFacts moved(GuestFacts guest, String prefix) {
    return new GuestFacts(
        guest.isa(),
        guest.accelerator(),
        guest.acceleratorProbe(),
        guest.qemuVersion(),
        guest.kernel(),
        guest.criuVersion(),
        guest.imageKey(),
        guest.memoryMiB(),
        guest.boot(),
        guest.qemuCommand(),
        moved(guest.consoleLog(), prefix));
  }

  private static String moved(String path, String prefix) {
    return path.isEmpty() ? path : prefix + path;
  }

  /** The page and the figures of a shard are in the joined ones. */
  private static void copyLogs(Path from, Path to) throws IOException {
    Path root = from.toRealPath();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = root.relativize(file).toString();
        if (Files.isRegularFile(file)
            && !name.equals(ReportWriter.HTML)
            && !name.equals(ReportWriter.JSON)) {
          Path target = to.resolve(name);
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }
}
