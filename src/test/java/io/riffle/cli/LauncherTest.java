package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a checkout of its own, with scripts in the place of Maven and Java. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("riffle").toAbsolutePath();
  private static final String MAVEN =
      """
      echo built >>%1$s/builds
      [ -e %1$s/src/main/broken ] && { echo 'COMPILATION ERROR'; exit 1; }
      mkdir -p target/lib && echo jar >target/riffle.jar && sleep 0.3
      """;

  @TempDir private Path folder;
  private Path checkout;

  private record Outcome(int exitCode, List<String> out, String err) {}

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = Files.createDirectory(folder.resolve("check out"));
    Files.copy(LAUNCHER, checkout.resolve("riffle"), StandardCopyOption.COPY_ATTRIBUTES);
    for (String name : List.of(".mvn", "src/main", "vm-images", "fixtures")) {
      Files.createDirectories(checkout.resolve(name));
    }
    Files.writeString(checkout.resolve("pom.xml"), "");
    script("bin/mvn", MAVEN.formatted("'" + checkout + "'"));
    script("jdk/bin/java", "for word; do echo \"$word\"; done; exit 42");
    script("jdk/bin/javac", "");
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.15\"\n");
  }

  private void script(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Process start(String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of(checkout + "/riffle"), Stream.of(arguments)).toList())
            .directory(Path.of("/").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "JAVA_HOME",
                folder.resolve("jdk").toString(),
                "PATH",
                folder.resolve("bin") + ":" + System.getenv("PATH")));
    return builder.start();
  }

  private Outcome run(String... arguments) throws Exception {
    Process process = start(arguments);
    List<String> out = process.inputReader().lines().toList();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), out, Files.readString(folder.resolve("err")));
  }

  private long builds() throws IOException {
    return Files.readAllLines(checkout.resolve("builds")).size();
  }

  @Test
  void becomesTheJvmWithItsArguments() throws Exception {
    Outcome outcome = run("shuffle", "a b", "*");
    assertThat(outcome.exitCode()).isEqualTo(42);
    assertThat(outcome.out()).contains("-jar").endsWith("shuffle", "a b", "*");
    assertThat(outcome.err()).contains("building the jar");
  }

  @Test
  void buildsOnceAndAgainWhenASourceIsNewer() throws Exception {
    run();
    assertThat(run().err()).isEmpty();
    assertThat(builds()).isEqualTo(1);

    Path source = Files.writeString(checkout.resolve("src/main/A.java"), "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
    assertThat(run().err()).contains("building the jar");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void buildsOnceForTwoAtOnce() throws Exception {
    List<Process> both = List.of(start(), start());
    for (Process process : both) {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(42);
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void keepsOneBuild() throws Exception {
    run();
    Files.delete(checkout.resolve("target/app"));
    run();
    try (Stream<Path> built = Files.list(checkout.resolve("target"))) {
      assertThat(built.filter(path -> path.getFileName().toString().matches("app\\..{6}")))
          .hasSize(1);
    }
  }

  @Test
  void showsWhyABuildFailed() throws Exception {
    Files.createFile(checkout.resolve("src/main/broken"));
    Outcome outcome = run();
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.INFRASTRUCTURE);
    assertThat(outcome.err()).contains("COMPILATION ERROR").contains("could not be built");
    assertThat(outcome.out()).isEmpty();

    Files.delete(checkout.resolve("src/main/broken"));
    assertThat(run().exitCode()).isEqualTo(42);
  }
}
