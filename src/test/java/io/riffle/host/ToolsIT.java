package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @Test
  void givesBothStreamsFolderAndEnvironment() {
    String output =
        Tools.run(
            List.of("sh", "-c", "echo $WORD; pwd >&2"), folder, Map.of("WORD", "heard"), LIMIT);

    assertThat(output.lines()).containsExactly("heard", folder.toString());
  }

  @Test
  void statusAndOutputAreInTheError() {
    assertThatThrownBy(() -> Tools.run(List.of("sh", "-c", "echo why; exit 5"), folder, LIMIT))
        .isInstanceOf(ToolFailedException.class)
        .hasMessageContaining("ended with status 5")
        .hasMessageContaining("why");
  }

  @Test
  void missingProgramIsNamed() {
    assertThatThrownBy(() -> Tools.run(List.of("no-such-tool"), folder, LIMIT))
        .isInstanceOf(ToolFailedException.class)
        .hasMessageContaining("no-such-tool")
        .hasMessageContaining("could not be started");
  }

  @Test
  void manyRunSideBySideWithAllTheirOutput() {
    String script = "sleep 0.2; head -c 300000 /dev/zero | tr '\\0' x; echo; echo ";
    List<CompletableFuture<String>> all =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> Tools.run(List.of("sh", "-c", script + i), folder, LIMIT),
                        command -> new Thread(command).start()))
            .toList();

    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i).join().lines())
          .containsExactly("x".repeat(300_000), Integer.toString(i));
    }
  }

  @Test
  void programThatTakesTooLongIsEnded() {
    long start = System.nanoTime();

    assertThatThrownBy(() -> Tools.run(List.of("sleep", "1000"), folder, Duration.ofMillis(200)))
        .isInstanceOf(ToolFailedException.class)
        .hasMessageContaining("took longer than");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
  }
}
