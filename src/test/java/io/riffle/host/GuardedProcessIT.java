package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedProcessIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;

  @Test
  void tellsTheStatusOfItsCommand() throws Exception {
    GuardedProcess process = start("exit 7");

    assertThat(process.waitFor(SOON)).isTrue();
    assertThat(process.exitStatus()).isEqualTo(7);
    assertThat(process.isAlive()).isFalse();
    awaitNoneLeft();
  }

  @Test
  void tellsTheSignalThatEndedItsCommandAndAddsNoWords() throws Exception {
    GuardedProcess process = start("kill -SEGV $$");

    assertThat(process.waitFor(SOON)).isTrue();
    assertThat(process.exitStatus()).isEqualTo(128 + 11);
    assertThat(folder.resolve("log")).isEmptyFile();
  }

  @Test
  void givesItsCommandNoInput() throws Exception {
    GuardedProcess process = start("cat");

    assertThat(process.waitFor(SOON)).isTrue();
    assertThat(process.exitStatus()).isZero();
  }

  @Test
  void killsWhatItsCommandStarted() throws Exception {
    GuardedProcess process = start("sleep 1000 & echo > " + marker() + "; wait");
    Awaitility.await().atMost(SOON).until(() -> Files.exists(marker()));

    assertThat(process.kill(SOON)).isTrue();

    awaitNoneLeft();
    assertThat(process.kill(SOON)).as("a second time").isTrue();
  }

  @Test
  void interruptedWaitingKillsTheCommand() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    List<String> endless = List.of("sh", "-c", "echo > " + marker() + "; sleep 1000; :");
    Thread thread =
        new Thread(() -> thrown.complete(catchThrowable(() -> Tools.run(endless, folder, HOUR))));
    thread.start();
    Awaitility.await().atMost(SOON).until(() -> Files.exists(marker()));

    thread.interrupt();

    assertThat(thrown.get(SOON.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(ToolFailedException.class)
        .hasMessageContaining("was interrupted");
    awaitNoneLeft();
  }

  @Test
  void killsItsCommandThatHasJustBeenStarted() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(start("exec sleep 1000 " + marker()).kill(SOON)).isTrue();
    }
    awaitNoneLeft();
  }

  @Test
  void commandDiesWithItsGuard() throws Exception {
    GuardedProcess process = start("echo > " + marker() + "; while :; do sleep 1; done");
    Awaitility.await().atMost(SOON).until(() -> Files.exists(marker()));

    guard().destroyForcibly();

    awaitNoneLeft();
    assertThat(process.waitFor(SOON)).isTrue();
  }

  @Test
  void commandDiesWithTheJvm() throws Exception {
    Process jvm =
        new ProcessBuilder(
                JavaCommand.of(
                    ToolInOtherJvm.class,
                    "sleep 1000 & echo > " + marker() + "; wait",
                    folder.toString()))
            .start();
    Awaitility.await().atMost(SOON).until(() -> Files.exists(marker()));
    assertThat(left()).isNotEmpty();

    jvm.destroyForcibly();

    assertThat(jvm.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    awaitNoneLeft();
  }

  private GuardedProcess start(String script) throws IOException {
    return GuardedProcess.start(
        new ProcessBuilder("sh", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile()));
  }

  /** The shell that has nobody of ours above it. */
  private ProcessHandle guard() {
    List<ProcessHandle> ours = ours();
    return ours.stream()
        .filter(process -> process.parent().filter(ours::contains).isEmpty())
        .filter(process -> text(process, "cmdline").contains("riffle-guard"))
        .findFirst()
        .orElseThrow();
  }

  private Path marker() {
    return folder.resolve("started");
  }

  private void awaitNoneLeft() {
    Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(left()).isEmpty());
  }

  /** Command lines of {@link #ours}. */
  private List<String> left() {
    return ours().stream()
        .map(process -> process.pid() + " " + text(process, "cmdline").replace('\0', ' '))
        .toList();
  }

  /** Guards, commands and what they started, in containers too; other than JVMs. */
  private List<ProcessHandle> ours() {
    return ProcessHandle.allProcesses()
        .filter(this::isOurs)
        .filter(process -> !text(process, "cmdline").contains("java"))
        .toList();
  }

  /** By its working folder, which children inherit, or by its words. */
  private boolean isOurs(ProcessHandle process) {
    try {
      if (Files.readSymbolicLink(file(process, "cwd")).equals(folder.toRealPath())) {
        return true;
      }
    } catch (IOException ended) {
      return false;
    }
    return text(process, "cmdline").contains(folder.toString());
  }

  private static Path file(ProcessHandle process, String name) {
    return Path.of("/proc", Long.toString(process.pid()), name);
  }

  private static String text(ProcessHandle process, String name) {
    try {
      return Files.readString(file(process, name));
    } catch (IOException ended) {
      return "";
    }
  }
}
