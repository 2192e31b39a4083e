package io.riffle.junit;

import static io.riffle.assertions.RiffleAssertions.assertThat;

import io.riffle.guest.Guest;
import io.riffle.host.Home;
import io.riffle.host.JavaCommand;
import io.riffle.isa.Isa;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Guests where the host has Docker and neither QEMU nor compilers: in a container, all of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContainerBackendIT {
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final Duration DIES = Duration.ofSeconds(10);

  /** What the host side needs, besides Java. */
  private static final String LEFT_ON_HOST = "docker";

  @TempDir private static Path folder;
  private static DockerEngine engine;

  /** In a folder of its own, so that the image is built in the container too. */
  static class Fresh {
    @GuestTest(isa = Isa.AARCH64)
    void boots(Guest guest) {
      assertThat(guest).answers().isOf(Isa.AARCH64);
    }
  }

  @BeforeAll
  static void startEngine() throws Exception {
    engine = DockerEngine.find(Home.fromEnvironment().folder("docker"), folder);
  }

  @AfterAll
  static void endEngine() throws Exception {
    if (engine != null) {
      engine.close();
    }
  }

  @Test
  @Order(1)
  void imageOfToolsIsBuiltAndFound() throws Exception {
    passes(environment());
  }

  @Test
  void commandsBehaveAsOnTheHost() throws Exception {
    passes(
        environment(), named("io.riffle.host.GuardedProcessIT"), named("io.riffle.host.ToolsIT"));
  }

  @Test
  void runsTheSameTestsWithoutQemuOnTheHost() throws Exception {
    passes(environment(), GuestTestIT.class);
  }

  @Test
  void faultsOfGuestsAreToldTheSameWay() throws Exception {
    passes(environment(), named("io.riffle.guest.FaultsIT"));
  }

  @Test
  void buildsImagesInside() throws Exception {
    Map<String, String> environment = environment();
    environment.put(Home.VARIABLE, folder.resolve("home").toString());
    passes(environment, Fresh.class);
  }

  @Test
  void containerAndQemuEndWithTheJvmThatIsKilled() throws Exception {
    Path artefacts = folder.resolve("killed");
    ProcessBuilder builder =
        new ProcessBuilder(
                JavaCommand.of(
                    JavaCommand.QUICK,
                    named("io.riffle.guest.OtherJvm"),
                    Isa.AARCH64.displayName(),
                    artefacts.toString(),
                    "false"))
            .redirectErrorStream(true);
    builder.environment().putAll(environment());
    Process jvm = builder.start();
    try (BufferedReader lines = jvm.inputReader()) {
      assertThat(lines.readLine()).startsWith("ready");
      assertThat(engine.docker("ps", "-aq").lines()).hasSize(1);
      assertThat(emulators(artefacts)).isEqualTo(1);

      jvm.destroyForcibly();

      assertThat(jvm.waitFor(DIES.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
      Awaitility.await().atMost(DIES).until(() -> emulators(artefacts) == 0);
      Awaitility.await().atMost(DIES).until(() -> engine.docker("ps", "-aq").isBlank());
    } finally {
      jvm.destroyForcibly();
    }
  }

  /** Emulators in containers are processes of the host, too. */
  private static long emulators(Path artefacts) {
    return ProcessHandle.allProcesses()
        .filter(process -> line(process).startsWith("qemu-system-"))
        .filter(process -> line(process).contains(artefacts.toString()))
        .count();
  }

  private static String line(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    } catch (IOException ended) {
      return "";
    }
  }

  /** Of a class that other packages do not see. */
  private static Class<?> named(String name) throws ClassNotFoundException {
    return Class.forName(name);
  }

  private static void passes(Map<String, String> environment, Class<?>... classes)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "jvm", ".log");
    InOtherJvm.Ended ended = InOtherJvm.run(environment, log, LIMIT, classes);
    assertThat(ended.status()).as(ended.output()).isZero();
  }

  private static Map<String, String> environment() throws IOException {
    Map<String, String> environment = new HashMap<>(engine.environment());
    environment.put("RIFFLE_BACKEND", "container");
    environment.put("PATH", bareHost(folder.resolve("bin")));
    return environment;
  }

  private static String bareHost(Path bin) throws IOException {
    Files.createDirectories(bin);
    Path link = bin.resolve(LEFT_ON_HOST);
    for (String place : List.of("/usr/local/bin", "/usr/bin")) {
      if (Files.exists(Path.of(place, LEFT_ON_HOST)) && Files.notExists(link)) {
        Files.createSymbolicLink(link, Path.of(place, LEFT_ON_HOST));
      }
    }
    return bin.toString();
  }
}
