package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.JavaCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Benchmarks on a machine that lacks all tools and may install none. */
@Timeout(60)
class BenchCommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"boot", "shuffle"})
  void tellsAllThatIsMissingBeforeItBegins(String benchmark, @TempDir Path empty) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(Main.class, "bench", benchmark));
    builder.environment().put("PATH", empty.toString());
    builder.environment().put("RIFFLE_HOME", empty.resolve("home").toString());
    Process riffle = builder.redirectErrorStream(true).start();
    try {
      String said = new String(riffle.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(riffle.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(riffle.exitValue()).isEqualTo(ExitCode.INFRASTRUCTURE);
      assertThat(said)
          .startsWith("riffle: missing on this machine: qemu-system-x86_64, qemu-system-aarch64")
          .contains("clang-19");
    } finally {
      riffle.destroyForcibly();
    }
  }
}
