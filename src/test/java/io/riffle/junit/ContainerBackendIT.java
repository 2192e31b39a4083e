package io.riffle.junit;

import static io.riffle.assertions.RiffleAssertions.assertThat;

import io.riffle.guest.Guest;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guests where the host has Docker and neither QEMU nor compilers: in a container, all of them. */
class ContainerBackendIT {
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final Path IP_FORWARD = Path.of("/proc/sys/net/ipv4/ip_forward");

  /** What the host side needs, besides Java. */
  private static final List<String> LEFT_ON_HOST =
      List.of("docker", "sh", "setsid", "setpriv", "mkfifo");

  /** In a folder of its own, so that the image is built in the container too. */
  static class Fresh {
    @GuestTest(isa = Isa.AARCH64)
    void boots(Guest guest) {
      assertThat(guest).answers().isOf(Isa.AARCH64);
    }
  }

  @Test
  void runsTheSameTestsWithoutQemuOnTheHost(@TempDir Path folder) throws Exception {
    String forwarding = Files.readString(IP_FORWARD);
    Path data = Home.fromEnvironment().folder("docker");
    try (DockerEngine engine = DockerEngine.find(data, folder)) {
      Map<String, String> environment = new HashMap<>(engine.environment());
      environment.put("RIFFLE_BACKEND", "container");
      // Here mmdebstrap of this machine may be needed.
      passes(environment, folder);
      environment.put("PATH", bareHost(folder.resolve("bin")));
      passes(environment, folder, GuestTestIT.class);
      environment.put(Home.VARIABLE, folder.resolve("home").toString());
      passes(environment, folder, Fresh.class);
    }
    assertThat(Files.readString(IP_FORWARD)).isEqualTo(forwarding);
  }

  private static void passes(Map<String, String> environment, Path folder, Class<?>... classes)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(folder, "jvm", ".log");
    InOtherJvm.Ended ended = InOtherJvm.run(environment, log, LIMIT, classes);
    assertThat(ended.status()).as(ended.output()).isZero();
  }

  private static String bareHost(Path bin) throws IOException {
    Files.createDirectories(bin);
    for (String name : LEFT_ON_HOST) {
      for (String folder : List.of("/usr/local/bin", "/usr/bin")) {
        if (Files.exists(Path.of(folder, name)) && Files.notExists(bin.resolve(name))) {
          Files.createSymbolicLink(bin.resolve(name), Path.of(folder, name));
        }
      }
    }
    return bin.toString();
  }
}
