package io.riffle.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportMergeTest {
  @TempDir Path folder;

  @Test
  void theWholeHasTheCellsAndLogsOfAllShards() throws IOException {
    List<Cell> cells = SampleReports.broken().cells();
    Path one = shard("2/2", 7, cells.subList(10, cells.size()));
    Source redis = new Source("redis", "Debian 7.0.15");
    Path other = shard("1/2", 7, cells.subList(0, 10), redis);
    String log = cells.get(0).steps().get(0).logPath();
    Files.createDirectories(other.resolve(log).getParent());
    Files.writeString(other.resolve(log), "said");

    ReportDirectory target = ReportDirectory.create(folder.resolve("whole"));
    RunReport whole = ReportMerge.merge(List.of(one, other), "riffle report merge", target);

    assertThat(whole.counts()).isEqualTo(SampleReports.broken().counts());
    assertThat(whole.cells()).extracting(Cell::name).isEqualTo(names(cells));
    assertThat(target.path().resolve(whole.cells().get(0).steps().get(0).logPath()))
        .hasContent("said");
    assertThat(whole.facts().workers()).isEqualTo(4);
    assertThat(whole.facts().wall()).isEqualTo(Duration.ofSeconds(20));
    assertThat(whole.facts().guestBusy()).isEqualTo(Duration.ofSeconds(60));
    assertThat(whole.facts().sources()).containsExactly(redis, new Source("kernels", Source.OWN));
    assertThat(whole.facts().shards()).hasSize(2);
    assertThat(ReportReader.read(folder.resolve("whole/latest"))).isEqualTo(whole);
  }

  @Test
  void partsThatMakeNoWholeAreRefused() throws IOException {
    List<Cell> cells = SampleReports.green().cells();
    Path first = shard("1/2", 7, cells.subList(0, 9));
    Path again = shard("1/2", 7, cells.subList(0, 9));
    Path stranger = shard("2/2", 8, cells.subList(9, 20));
    Path overlapping = shard("2/2", 7, cells.subList(8, 20));
    Path whole = shard("", 7, cells);
    Path elsewhere = shard("2/2", 7, cells.subList(9, 20), new Source("kernels", "/other"));

    refused(List.of(first), "shard 2/2 is missing");
    refused(List.of(first, again), "are both shard 1/2");
    refused(List.of(first, stranger), "is of another plan (master seed 8");
    refused(List.of(first, elsewhere), "is of another plan (kernels: /other) than (kernels: Ri");
    refused(List.of(first, overlapping), "is in more than one shard");
    refused(List.of(whole), "is the report of a whole run");
  }

  @Test
  void aTreeIsTheSameWhereverItLay() throws IOException {
    List<Cell> cells = SampleReports.green().cells();
    Path one = shard("1/2", 7, cells.subList(0, 9), tree("/home/ada/npb", "1a"));
    Path same = shard("2/2", 7, cells.subList(9, 20), tree("/ci/npb", "1a"));
    Path changed = shard("2/2", 7, cells.subList(9, 20), tree("/home/ada/npb", "1b"));

    ReportDirectory target = ReportDirectory.create(folder.resolve("whole"));
    assertThat(ReportMerge.merge(List.of(one, same), "merge", target).facts().sources())
        .containsExactly(tree("/home/ada/npb", "1a"));
    refused(List.of(one, changed), "is of another plan (kernels: /home/ada/npb");
  }

  private static Source tree(String path, String digest) {
    return new Source("kernels", path + " (" + Source.DIGEST + digest + ")");
  }

  private void refused(List<Path> shards, String words) throws IOException {
    ReportDirectory target = ReportDirectory.create(folder.resolve("refused"));
    assertThatThrownBy(() -> ReportMerge.merge(shards, "merge", target))
        .isInstanceOf(ReportFormatException.class)
        .hasMessageContaining(words);
  }

  private Path shard(String shard, long seed, List<Cell> cells) throws IOException {
    return shard(shard, seed, cells, new Source("kernels", Source.OWN));
  }

  private Path shard(String shard, long seed, List<Cell> cells, Source... sources)
      throws IOException {
    RunReport sample = SampleReports.report(cells);
    Path directory = Files.createTempDirectory(folder, "shard");
    ReportWriter.write(
        new RunReport(
            sample.title(),
            sample.started(),
            sample.finished(),
            sample.command(),
            seed,
            new RunFacts(
                "default",
                List.of(sources),
                shard,
                2,
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                List.of()),
            sample.host(),
            sample.guests(),
            cells),
        directory);
    return directory;
  }

  private static List<String> names(List<Cell> cells) {
    return cells.stream().map(Cell::name).toList();
  }
}
