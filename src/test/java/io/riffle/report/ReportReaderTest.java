package io.riffle.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportReaderTest {
  @TempDir Path directory;

  static Stream<RunReport> reports() {
    return Stream.of(
        SampleReports.green(),
        SampleReports.broken(),
        SampleReports.seeds(),
        SampleReports.report(List.of()));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void readsBackWhatWasWritten(RunReport report) throws IOException {
    ReportWriter.write(report, directory);

    RunReport read = ReportReader.read(directory.resolve("report.json"));

    assertThat(read).isEqualTo(report);
    assertThat(read.guests().keySet()).containsExactly("x86-64", "aarch64");
    assertThat(ReportReader.read(directory)).isEqualTo(report);
  }

  @Test
  void writesWhatOtherToolsCanRead() throws IOException {
    ReportWriter.write(SampleReports.broken(), directory);

    JsonNode json = new ObjectMapper().readTree(directory.resolve("report.json").toFile());

    // A number would come out of jq as 7301822944519076000.
    assertThat(json.at("/masterSeed").isTextual()).isTrue();
    assertThat(json.at("/masterSeed").asText()).isEqualTo("7301822944519076213");
    assertThat(json.at("/started").asText()).isEqualTo("2026-03-02T14:05:11.250Z");
    assertThat(json.at("/cells/0/rung").asText()).isEqualTo("native");
    assertThat(json.at("/cells/0/verdict/kind").asText()).isEqualTo("passed");
    assertThat(json.at("/cells/0/duration").asDouble()).isEqualTo(1.210);
    assertThat(json.at("/cells/0").has("seed")).isFalse();
    assertThat(json.at("/cells/0").has("shuffle")).isFalse();
    assertThat(json.at("/cells/3/seed").asText()).isEqualTo("7301822944519076213");
    assertThat(json.findValuesAsText("kind")).contains("failed", "errored", "skipped");
  }

  @Test
  void ignoresWhatANewerVersionAdds() throws IOException {
    ReportWriter.write(SampleReports.green(), directory);
    Path file = directory.resolve("report.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{ \"weather\": [1, 2],"));

    assertThat(ReportReader.read(file)).isEqualTo(SampleReports.green());
  }

  @Test
  void namesTheFileThatIsMissing() {
    assertThatThrownBy(() -> ReportReader.read(directory))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(directory.resolve("report.json").toString());
  }

  @ParameterizedTest
  @MethodSource("damages")
  void refusesADamagedReport(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("report.json"), content);

    assertThatThrownBy(() -> ReportReader.read(file))
        .isInstanceOf(ReportFormatException.class)
        .hasMessageContaining(file.toString());
  }

  static Stream<String> damages() throws IOException {
    String good = ReportJson.WRITER.writeValueAsString(SampleReports.broken());
    return Stream.of(
        "",
        "null",
        "[]",
        "{}",
        "not json",
        good + good,
        good.substring(0, good.length() / 2),
        good.replaceFirst("\"kind\" : \"failed\"", "\"kind\" : \"abandoned\""),
        good.replaceFirst("\"rung\" : \"native\"", "\"rung\" : \"pole\""),
        good.replaceFirst("\"cores\" : 2,", ""),
        good.replaceFirst("logs/aarch64/console.log", "../../etc/passwd"),
        "[".repeat(100_000),
        "\0\0\0{" + good);
  }

  @Test
  void answersEveryTruncationAndMutationWithATypedError() throws IOException {
    byte[] good = ReportJson.WRITER.writeValueAsBytes(SampleReports.broken());
    SplittableRandom random = new SplittableRandom(20_260_302);
    Path file = directory.resolve("report.json");
    int refused = 0;
    for (int round = 0; round < 300; round++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      bad = round % 2 == 0 ? bad : Arrays.copyOf(bad, random.nextInt(bad.length));
      Files.write(file, bad);
      try {
        ReportReader.read(file);
      } catch (ReportFormatException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThanOrEqualTo(150);
  }
}
