package io.riffle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever writes tests finds an example on each public type that they may meet. */
class JavadocExamplesTest {
  private static final Path SOURCES = Path.of("src/main/java/io/riffle");
  private static final Pattern PUBLIC =
      Pattern.compile(
          "^(?:@.*\\R)*public (?:(?:final|sealed|abstract) )*(?:class|record|enum|interface|@interface)",
          Pattern.MULTILINE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assertions",
        "flow",
        "guest",
        "image",
        "isa",
        "junit",
        "oracle",
        "shell",
        "workload"
      })
  void eachPublicTypeHasOne(String room) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(SOURCES.resolve(room))) {
      files = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    assertThat(files).allSatisfy(JavadocExamplesTest::hasExampleIfPublic);
  }

  /** Those of other packages that such tests use. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "host/BuildCache",
        "host/Home",
        "host/HostException",
        "report/Rung",
        "shuffle/ShuffleOptions",
        "shuffle/ShuffleSummary"
      })
  void hasOne(String type) throws IOException {
    Path file = SOURCES.resolve(type + ".java");
    assertThat(Files.readString(file)).containsPattern(PUBLIC);
    hasExampleIfPublic(file);
  }

  private static void hasExampleIfPublic(Path file) throws IOException {
    String source = Files.readString(file);
    Matcher type = PUBLIC.matcher(source);
    if (type.find()) {
      assertThat(source.substring(0, type.start())).as(file.toString()).contains("<pre>{@code");
    }
  }
}
