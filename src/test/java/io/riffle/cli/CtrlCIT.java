package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.Home;
import io.riffle.host.JavaCommand;
import io.riffle.host.Tools;
import io.riffle.image.ImageStore;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C at each stage of a run: it ends with 130 at once and leaves no process and no file. */
class CtrlCIT {
  private static final Duration STARTS = Duration.ofMinutes(3);
  private static final Duration DIES = Duration.ofSeconds(20);
  private static final int INTERRUPTED = 130;

  @TempDir private Path folder;
  private Path home;
  private Path temporary;

  @BeforeEach
  void makeHome() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    temporary = Files.createDirectory(folder.resolve("temporary"));
  }

  @AfterEach
  void unshareImages() throws IOException {
    if (Files.isSymbolicLink(home.resolve("images"))) {
      Files.delete(home.resolve("images"));
    }
  }

  @Test
  void whileAnImageIsBuilt() throws Exception {
    interrupt(process -> process.contains("mmdebstrap"));

    try (Stream<Path> images = Files.list(home.resolve("images"))) {
      assertThat(images.filter(image -> Files.exists(image.resolve("manifest.json")))).isEmpty();
    }
  }

  @Test
  void whileAProgramIsBuilt() throws Exception {
    shareImages();
    interrupt(process -> process.contains("clang"));
  }

  @Test
  void whileTheGuestStarts() throws Exception {
    shareImages();
    interrupt(process -> process.startsWith("qemu-system-"));
  }

  @Test
  void inTheMiddleOfTheFlow() throws Exception {
    shareImages();
    Path reports = folder.resolve("reports");
    interrupt(process -> hasFile(reports, "dump.log"));
    // What was done until then is there to be read.
    assertThat(hasFile(reports, "console.log")).isTrue();
  }

  private void shareImages() throws IOException {
    Home shared = Home.fromEnvironment();
    new ImageStore(shared).get(Isa.AARCH64);
    Files.createSymbolicLink(home.resolve("images"), shared.folder("images"));
  }

  private void interrupt(Predicate<String> stage) throws Exception {
    Path log = folder.resolve("run.log");
    Process riffle = start(log);
    try {
      Awaitility.await()
          .atMost(STARTS)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !riffle.isAlive() || started(riffle).stream().anyMatch(stage));
      assertThat(riffle.isAlive()).as(() -> text(log)).isTrue();

      List<ProcessHandle> started = riffle.descendants().toList();
      // Of the foreground group it is the only one: what it starts has sessions of its own.
      Tools.run(List.of("sh", "-c", "kill -INT " + riffle.pid()), folder, DIES);

      assertThat(riffle.waitFor(DIES.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(riffle.exitValue()).as(() -> text(log)).isEqualTo(INTERRUPTED);
      Awaitility.await()
          .atMost(DIES)
          .until(() -> ours().isEmpty() && started.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(temporary).isEmptyDirectory();
    } finally {
      riffle.destroyForcibly();
    }
  }

  private Process start(Path log) throws IOException {
    // Below a shell's background job SIGINT would be ignored.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(
        JavaCommand.of(
            List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary), Main.class));
    command.addAll(
        List.of("run", "--workload", "is", "--isa", "aarch64", "--ladder", "shuffle", "--seed"));
    command.addAll(List.of("1", "--reports", folder.resolve("reports").toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put(Home.VARIABLE, home.toString());
    return builder.start();
  }

  private static List<String> started(Process riffle) {
    return riffle.descendants().map(CtrlCIT::line).toList();
  }

  /** Command lines and folders of the processes of this test's home, other than JVMs. */
  private List<String> ours() {
    return ProcessHandle.allProcesses()
        .map(CtrlCIT::line)
        .filter(line -> line.contains(folder.toString()) && !line.contains("java "))
        .toList();
  }

  private static String line(ProcessHandle process) {
    Path facts = Path.of("/proc", Long.toString(process.pid()));
    try {
      return Files.readString(facts.resolve("cmdline")).replace('\0', ' ')
          + Files.readSymbolicLink(facts.resolve("cwd"));
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean hasFile(Path tree, String name) {
    if (!Files.isDirectory(tree)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      return files.anyMatch(file -> file.getFileName().toString().equals(name));
    } catch (IOException | java.io.UncheckedIOException e) {
      // It changes while it is looked at.
      return false;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
