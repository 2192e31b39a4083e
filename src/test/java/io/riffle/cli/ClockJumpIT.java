package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.HostSetup;
import io.riffle.host.JavaCommand;
import io.riffle.host.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The host's clock jumps by days, to and fro, during a whole run: nothing that waits may look at
 * it. libfaketime shows the jumping clock to Riffle, to QEMU and to all that they start.
 */
class ClockJumpIT {
  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final Duration BETWEEN_JUMPS = Duration.ofSeconds(2);
  private static final List<String> JUMPS = List.of("+2d", "-2d", "+0", "+400d");

  @TempDir private Path folder;

  @Test
  void aRunSurvivesJumpsOfTheHostsClock() throws Exception {
    Path offset = folder.resolve("offset");
    write(offset, JUMPS.get(0));
    Path log = folder.resolve("run.log");
    Process riffle = start(offset, log);
    try {
      int[] jumps = {0};
      Awaitility.await()
          .atMost(LIMIT)
          .pollInterval(BETWEEN_JUMPS)
          .until(
              () -> {
                write(offset, JUMPS.get(++jumps[0] % JUMPS.size()));
                return !riffle.isAlive();
              });
      assertThat(riffle.exitValue()).as(Files.readString(log)).isZero();
      assertThat(jumps[0]).isGreaterThan(1);
      assertThat(Files.readString(log)).contains("1 passed, 0 failed, 0 skipped");
    } finally {
      riffle.destroyForcibly();
    }
  }

  private Process start(Path offset, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                JavaCommand.of(
                    JavaCommand.QUICK,
                    Main.class,
                    "run",
                    "--workload=is",
                    "--isa=aarch64",
                    "--ladder=shuffle",
                    "--seed=1",
                    "--reports=" + folder.resolve("reports")))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "LD_PRELOAD", library().toString(),
                "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                "FAKETIME_NO_CACHE", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "DONT_FAKE_MONOTONIC", "1"));
    return builder.start();
  }

  private static Path library() throws IOException {
    HostSetup setup = new HostSetup(List.of(new RequiredTool("faketime", "faketime")));
    if (!setup.missing().isEmpty()) {
      setup.install(System.out::println);
    }
    try (Stream<Path> files = Files.find(Path.of("/usr/lib"), 3, ClockJumpIT::isLibrary)) {
      return files.findFirst().orElseThrow();
    }
  }

  private static boolean isLibrary(Path file, Object attributes) {
    return file.getFileName().toString().equals("libfaketimeMT.so.1");
  }

  /** At once, so that nobody reads a half. */
  private static void write(Path file, String content) throws IOException {
    Path aside = Files.writeString(file.resolveSibling("aside"), content + "\n");
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
