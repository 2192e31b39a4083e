package io.riffle.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportDirectoryTest {
  private static final LatestReport.Linker NO_LINKS =
      (link, target) -> {
        throw new FileSystemException(link.toString(), null, "no symbolic links here");
      };

  @TempDir Path temporary;
  private Path root;
  private Path latest;

  @BeforeEach
  void setUp() {
    root = temporary.resolve("reports");
    latest = root.resolve("latest");
  }

  @Test
  void namesDirectoriesByTimeAndNeverTwice() throws IOException {
    Clock clock = Clock.fixed(Instant.parse("2026-03-02T14:05:11Z"), ZoneOffset.UTC);

    ReportDirectory one = ReportDirectory.create(root, clock);
    ReportDirectory other = ReportDirectory.create(root, clock);

    assertThat(one.path().getFileName().toString()).matches("20260302-140511-[a-z]{4}");
    assertThat(one.path()).isEmptyDirectory().isNotEqualTo(other.path());
  }

  @Test
  void pointsLatestToTheReportPublishedLast() throws IOException {
    written(SampleReports.green()).publish();
    ReportDirectory second = written(SampleReports.broken());

    assertThat(ReportReader.read(latest)).isEqualTo(SampleReports.green());
    assertThat(second.publish()).isEqualTo(latest);
    assertThat(ReportReader.read(latest)).isEqualTo(SampleReports.broken());
    assertThat(Files.readSymbolicLink(latest)).isRelative();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void keepsTheOldLatestWhileTheNewReportIsNotWritten() throws IOException {
    written(SampleReports.green()).publish();
    ReportDirectory killed = ReportDirectory.create(root);

    assertThatThrownBy(killed::publish)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(killed.path().toString());
    assertThat(ReportReader.read(latest)).isEqualTo(SampleReports.green());
  }

  @Test
  void copiesWhereThereAreNoLinks() throws IOException {
    written(SampleReports.green()).publish(NO_LINKS);
    ReportDirectory second = written(SampleReports.broken());
    Files.createDirectories(second.path().resolve("logs/aarch64"));
    Files.writeString(second.path().resolve("logs/aarch64/console.log"), "booting");

    second.publish(NO_LINKS);

    assertThat(latest).isDirectory();
    assertThat(Files.isSymbolicLink(latest)).isFalse();
    assertThat(ReportReader.read(latest)).isEqualTo(SampleReports.broken());
    assertThat(latest.resolve("logs/aarch64/console.log")).hasContent("booting");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void replacesACopyByALink() throws IOException {
    written(SampleReports.green()).publish(NO_LINKS);

    written(SampleReports.broken()).publish();

    assertThat(latest).isSymbolicLink();
    assertThat(ReportReader.read(latest)).isEqualTo(SampleReports.broken());
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void leavesTheOldLatestWhenTheSwitchFails() throws IOException {
    written(SampleReports.green()).publish();
    LatestReport.Linker fullDisk =
        (link, target) -> {
          throw new IOException("No space left on device");
        };

    ReportDirectory second = written(SampleReports.broken());

    assertThatThrownBy(() -> second.publish(fullDisk)).hasMessageContaining("No space left");
    assertThat(ReportReader.read(latest)).isEqualTo(SampleReports.green());
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void putsBackACopyThatAKilledRunHadRetired() throws IOException {
    written(SampleReports.green()).publish(NO_LINKS);
    Files.move(latest, root.resolve(".latest-retired-1"));

    ReportDirectory.create(root);

    assertThat(ReportReader.read(latest)).isEqualTo(SampleReports.green());
  }

  @Test
  void touchesNoDirectoryThatIsNotItsOwn() throws IOException {
    Files.createDirectories(latest);
    Files.writeString(latest.resolve("thesis.txt"), "mine");

    ReportDirectory report = written(SampleReports.green());

    assertThatThrownBy(report::publish).hasMessageContaining("move it away");
    assertThat(latest.resolve("thesis.txt")).hasContent("mine");
  }

  @Test
  void tellsHowAReportRefersToAFile() throws IOException {
    ReportDirectory report = ReportDirectory.create(root);

    assertThat(report.relative(report.path().resolve("logs/a/../console.log")))
        .isEqualTo("logs/console.log");
    assertThatThrownBy(() -> report.relative(root.resolve("other.log")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other.log");
  }

  private ReportDirectory written(RunReport report) throws IOException {
    ReportDirectory directory = ReportDirectory.create(root);
    ReportWriter.write(report, directory.path());
    return directory;
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(entry -> entry.getFileName().toString().startsWith(".")).toList();
    }
  }
}
