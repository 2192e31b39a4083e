package io.riffle.junit;

import static io.riffle.assertions.RiffleAssertions.assertThat;

import io.riffle.guest.Guest;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that can run guests of one ISA and install nothing. */
class OneEmulatorIT {
  private static final List<String> ABSENT =
      List.of(Isa.X86_64.machine().qemu(), "apt-get", "apt", "dpkg-source");

  @EnabledIfGuest(Isa.AARCH64)
  static class Arm {
    @GuestTest(isa = Isa.AARCH64)
    void test(Guest guest) {
      assertThat(guest).answers().isOf(Isa.AARCH64);
    }
  }

  @Test
  void whatIsEnabledRuns(@TempDir Path folder) throws Exception {
    InOtherJvm.Ended ended =
        InOtherJvm.run(
            Map.of("PATH", path(folder.resolve("bin"))),
            folder.resolve("jvm.log"),
            Duration.ofMinutes(5),
            Arm.class);

    assertThat(ended.status()).as(ended.output()).isZero();
  }

  /** All that this machine has but for what shall be missing. */
  private static String path(Path bin) throws IOException {
    Files.createDirectories(bin);
    for (Path place : List.of(Path.of("/usr/local/bin"), Path.of("/usr/bin"), Path.of("/bin"))) {
      try (Stream<Path> files = Files.list(place)) {
        for (Path file : files.toList()) {
          Path link = bin.resolve(file.getFileName());
          if (!ABSENT.contains(file.getFileName().toString()) && Files.notExists(link)) {
            Files.createSymbolicLink(link, file);
          }
        }
      }
    }
    return bin.toString();
  }
}
