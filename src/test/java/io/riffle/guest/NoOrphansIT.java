package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.FileTree;
import io.riffle.host.Home;
import io.riffle.host.Tools;
import io.riffle.image.ImageStore;
import io.riffle.isa.Isa;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a JVM with a guest ends, its QEMU ends too, and the next JVM cleans up. */
class NoOrphansIT {
  private static final Duration STARTS = Duration.ofSeconds(120);
  private static final Duration DIES = Duration.ofSeconds(10);
  private static final Predicate<String> QEMU = line -> line.startsWith("qemu-system-");
  private static final Predicate<String> GUARD = line -> line.contains("riffle-guard qemu-system");

  @TempDir private static Path folder;
  private static Path home;

  /** Images are shared with the other tests; everything else of the home is private. */
  @BeforeAll
  static void shareImages() throws IOException {
    Home shared = Home.fromEnvironment();
    new ImageStore(shared).get(hostIsa());
    home = Files.createDirectory(folder.resolve("home"));
    Files.createSymbolicLink(home.resolve("images"), shared.folder("images"));
  }

  @AfterAll
  static void unshareImages() throws IOException {
    Files.delete(home.resolve("images"));
  }

  @ParameterizedTest
  @CsvSource({"KILL,false", "TERM,false", "KILL,true", "INT,true"})
  void qemuDiesWithTheJvm(String signal, boolean ready) throws Exception {
    Process jvm = OtherJvm.start(hostIsa(), home, folder.resolve(signal + ready));
    try {
      if (ready) {
        awaitReady(jvm);
      } else {
        Awaitility.await().atMost(STARTS).until(() -> !with(QEMU).isEmpty());
      }
      assertThat(runFolders()).as("those of killed JVMs are deleted").hasSize(1);

      signal(signal, jvm.pid());

      assertThat(jvm.waitFor(DIES.toSeconds(), TimeUnit.SECONDS)).isTrue();
      Awaitility.await().atMost(DIES).until(() -> with(line -> true).isEmpty());
      if (!signal.equals("KILL")) {
        assertThat(runFolders()).isEmpty();
      }
    } finally {
      jvm.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "KILL"})
  void interruptedSavingLeavesNothingThatIsUsed(String signal) throws Exception {
    Path snapshots = Files.createDirectories(home.resolve("snapshots"));
    FileTree.delete(snapshots);
    Process jvm = OtherJvm.start(hostIsa(), home, folder.resolve("save" + signal), true);
    try {
      Awaitility.await()
          .atMost(STARTS)
          .until(() -> Files.isDirectory(snapshots) && files(snapshots).contains("ram"));

      signal(signal, jvm.pid());

      assertThat(jvm.waitFor(DIES.toSeconds(), TimeUnit.SECONDS)).isTrue();
      Awaitility.await().atMost(DIES).until(() -> with(line -> true).isEmpty());
      assertThat(files(snapshots)).doesNotContain("snapshot.json");
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void processesThatShareACacheMakeOneSnapshot() throws Exception {
    FileTree.delete(home.resolve("snapshots"));
    Process one = OtherJvm.start(hostIsa(), home, folder.resolve("one"), true);
    Process other = OtherJvm.start(hostIsa(), home, folder.resolve("other"), true);
    try {
      awaitReady(one);
      awaitReady(other);

      assertThat(files(home.resolve("snapshots")).stream().filter("ram"::equals)).hasSize(1);
      assertThat(runFolders()).hasSize(2);
    } finally {
      one.destroy();
      other.destroy();
      one.waitFor(DIES.toSeconds(), TimeUnit.SECONDS);
      other.waitFor(DIES.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(runFolders()).isEmpty();
  }

  /** Names of all files below a folder. */
  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (UncheckedIOException e) {
      // It changes while it is looked at.
      return List.of();
    }
  }

  @Test
  void qemuDiesWithItsGuard() throws Exception {
    Process jvm = OtherJvm.start(hostIsa(), home, folder.resolve("guard"));
    try {
      Awaitility.await().atMost(STARTS).until(() -> !with(QEMU).isEmpty());
      long guard = with(QEMU).get(0).parent().orElseThrow().pid();

      signal("KILL", guard);

      Awaitility.await().atMost(DIES).until(() -> with(QEMU.or(GUARD)).isEmpty());
      assertThat(jvm.waitFor(DIES.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(output(jvm)).contains("BootFailure");
    } finally {
      jvm.destroyForcibly();
    }
  }

  private static void awaitReady(Process jvm) throws IOException {
    BufferedReader lines = jvm.inputReader();
    assertThat(lines.readLine()).startsWith(OtherJvm.READY);
  }

  private static String output(Process jvm) throws IOException {
    return new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void signal(String name, long pid) {
    // The shell has kill built in; the program of that name is in procps, which may be absent.
    Tools.run(List.of("sh", "-c", "kill -" + name + " " + pid), folder, DIES);
  }

  private static List<Path> runFolders() throws IOException {
    try (Stream<Path> folders = Files.list(home.resolve("run"))) {
      return folders.filter(Files::isDirectory).toList();
    }
  }

  /** Processes of this test's home, other than JVMs. */
  private static List<ProcessHandle> with(Predicate<String> commandLine) {
    return ProcessHandle.allProcesses()
        .filter(process -> line(process).filter(commandLine).isPresent())
        .toList();
  }

  private static Optional<String> line(ProcessHandle process) {
    try {
      String line =
          Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
              .replace('\0', ' ');
      return Optional.of(line).filter(l -> l.contains(folder.toString()) && !l.contains("java "));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Isa hostIsa() {
    return Stream.of(Isa.values()).filter(Isa::isHost).findFirst().orElse(Isa.X86_64);
  }
}
