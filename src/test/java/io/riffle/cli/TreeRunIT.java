package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.JavaCommand;
import io.riffle.host.Tools;
import io.riffle.report.Cell;
import io.riffle.report.ReportDirectory;
import io.riffle.report.ReportReader;
import io.riffle.report.RunReport;
import io.riffle.report.Verdict;
import io.riffle.workload.PublicTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tree as users have it through the command line and the guests of both ISAs: with benchmarks
 * that have nothing but busy functions or none at all, one that does not compile and one that is
 * not there.
 */
class TreeRunIT {
  private static final String SEED = "5";

  @TempDir private Path scratch;

  @Test
  void takesWhatATreeHasThroughTheLadderAndOnlyReadsIt() throws IOException {
    Path tree = PublicTree.flat(scratch.resolve("NPB3.3-SER-C"));
    Path source = tree.resolve("UA/convect.c");
    Files.writeString(source, Files.readString(source).replace("int e, i;", "int e;"));
    PublicTree.seal(tree);
    Map<String, String> before = PublicTree.contents(tree);
    Path reports = scratch.resolve("reports");

    CommandRun run =
        CommandRun.of(
            "run",
            "--npb",
            tree.toString(),
            "--workload",
            "dc,lu,ua,bt",
            "--ladder",
            "native,shuffle-x3",
            "--seed",
            SEED,
            "--reports",
            reports.toString());

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.CHECK_FAILED);
    RunReport report = ReportReader.read(reports.resolve(ReportDirectory.LATEST + "/report.json"));
    for (String isa : List.of("x86-64", "aarch64")) {
      assertThat(verdict(report, "dc.S/" + isa + "/native")).isEqualTo(new Verdict.Passed());
      assertThat(verdict(report, "lu.S/" + isa + "/native")).isEqualTo(new Verdict.Passed());
      String three = "/" + isa + "/shuffle-x3/auto+auto+auto/seed-" + SEED;
      assertThat(verdict(report, "dc.S" + three)).isEqualTo(new Verdict.Passed());
      assertThat(verdict(report, "lu.S" + three)).isEqualTo(new Verdict.Passed());
      assertThat(verdict(report, "ua.S/" + isa + "/native").toString())
          .contains("build", "convect.c", "undeclared identifier 'i'");
      assertThat(verdict(report, "bt.S/" + isa + "/native").toString()).contains("has no bt");
    }
    assertThat(report.facts().sources())
        .singleElement()
        .asString()
        .startsWith("kernels: " + tree + " (SHA-256");
    assertThat(PublicTree.contents(tree)).isEqualTo(before);
  }

  @Test
  void takesTheTreeOfTheVariableAndRepeatsOneCellOfIt() throws IOException {
    Path tree = PublicTree.inSrc(scratch.resolve("a tree with blanks"));
    Path reports = scratch.resolve("reports");

    riffle(tree, reports, "--workload", "ep,is", "--ladder", "shuffle", "--seed", SEED);
    Path latest = reports.resolve(ReportDirectory.LATEST + "/report.json");
    List<Cell> cells = ReportReader.read(latest).cells();

    assertThat(cells).hasSize(4);
    assertThat(cells).extracting(Cell::verdict).containsOnly(new Verdict.Passed());
    Cell repeated = cells.get(0);
    String found = repeated.rerun().split(" ")[3];
    assertThat(repeated.name()).contains("/auto/");
    assertThat(found).contains("/shuffle/").doesNotContain("auto");
    riffle(tree, reports, "--rerun", found);
    RunReport again = ReportReader.read(latest);
    assertThat(again.cells()).extracting(Cell::name).containsExactly(found);
    assertThat(again.cells()).extracting(Cell::verdict).containsExactly(new Verdict.Passed());
    assertThat(stops(again.cells().get(0))).isEqualTo(stops(repeated));
    assertThat(again.facts().sources())
        .singleElement()
        .asString()
        .startsWith("kernels: " + tree + " (SHA-256");
  }

  /** In another JVM, since the environment of this one cannot be changed; it must exit with 0. */
  private void riffle(Path tree, Path reports, String... arguments) {
    List<String> command = JavaCommand.of(Main.class, "run", "--reports", reports.toString());
    command.addAll(List.of(arguments));
    Map<String, String> environment = Map.of("RIFFLE_NPB", tree.toString());
    Tools.run(command, scratch, environment, Duration.ofMinutes(20));
  }

  private static Verdict verdict(RunReport report, String cell) {
    return report.cells().stream()
        .collect(Collectors.toMap(Cell::name, Cell::verdict))
        .getOrDefault(cell, new Verdict.Skipped("there is no cell " + cell));
  }

  /** Where it stood, without the process's number. */
  private static List<String> stops(Cell cell) {
    return cell.steps().stream()
        .filter(step -> step.name().equals("spawn"))
        .map(step -> step.note().replaceFirst("pid \\d+ ", ""))
        .toList();
  }
}
