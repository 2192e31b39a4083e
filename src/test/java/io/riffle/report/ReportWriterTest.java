package io.riffle.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
  @TempDir Path directory;

  @Test
  void leavesTwoFilesAndNothingElse() throws IOException {
    ReportWriter.write(SampleReports.green(), directory);
    ReportWriter.write(SampleReports.broken(), directory);

    assertThat(names()).containsExactly("index.html", "report.json");
    assertThat(ReportReader.read(directory)).isEqualTo(SampleReports.broken());
  }

  @Test
  void leavesTheOldReportWhenItCannotWrite() throws IOException {
    ReportWriter.write(SampleReports.green(), directory);
    // A directory in the way of the temporary file stands for a full disk, and works for root too.
    Path inTheWay = directory.resolve(".index.html." + ProcessHandle.current().pid() + ".new");
    Files.createDirectories(inTheWay.resolve("full"));

    assertThatThrownBy(() -> ReportWriter.write(SampleReports.broken(), directory))
        .isInstanceOf(IOException.class);

    assertThat(ReportReader.read(directory)).isEqualTo(SampleReports.green());
    assertThat(Files.readString(directory.resolve("index.html"))).contains("All 32 cells passed");
  }

  @Test
  void writesOutputThatIsNoProperText() throws IOException {
    Cell cell = SampleReports.green().cells().get(0);
    RunReport report =
        SampleReports.report(
            List.of(
                SampleReports.ended(
                    cell,
                    new Verdict.Failed("complete", "output", "\ud800 \0 \u001b[31m", ""),
                    2)));

    ReportWriter.write(report, directory);

    assertThat(ReportReader.read(directory).counts().failed()).isEqualTo(1);
    assertThat(Files.readString(directory.resolve("index.html")))
        .contains("\u2400 \u241b[31m")
        .doesNotContain("\0", "\u001b");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
