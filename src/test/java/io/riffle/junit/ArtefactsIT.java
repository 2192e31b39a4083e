package io.riffle.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.guest.Guest;
import io.riffle.guest.GuestSpec;
import io.riffle.isa.Isa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult.Status;

/** A failed test leaves the logs of its guests, and says where. */
class ArtefactsIT {
  static class Failing {
    @GuestTest(isa = Isa.AARCH64)
    void test(Guest guest) {
      throw new AssertionError("on purpose");
    }
  }

  static class Passing {
    @GuestTest(isa = Isa.AARCH64)
    void test(Guest guest) {
      guest.run("true", Duration.ofSeconds(1)).orThrow();
    }
  }

  static final class NoInit implements GuestSpecs {
    @Override
    public GuestSpec spec(Isa isa) {
      return GuestSpec.builder(isa).kernelArguments("rdinit=/nothing").build();
    }
  }

  static class NotBooting {
    @GuestTest(isa = Isa.AARCH64, spec = NoInit.class)
    void test(Guest guest) {}
  }

  @Test
  void areThereWhenATestFails() throws Exception {
    TestsRun run = TestsRun.of(Failing.class);

    Throwable failure = run.failure("test [aarch64]");
    assertThat(failure).hasMessage("on purpose");
    assertThat(run.published).hasSize(1);
    Path folder = run.published.get(0);
    assertThat(suppressed(failure)).contains("logs of its guest: " + folder);
    assertThat(folder.resolve("console.log")).exists();
    assertThat(Files.readString(folder.resolve("boot-console.log")))
        .contains("riffle: guest ready");
    assertThat(Files.readString(folder.resolve("qemu-command.txt")))
        .contains("qemu-system-aarch64");
    assertThat(folder.resolve("diagnosis.txt")).isNotEmptyFile();
  }

  @Test
  void areThereWhenAGuestDoesNotBoot() throws Exception {
    TestsRun run = TestsRun.of(NotBooting.class);

    Throwable failure = run.failure("test [aarch64]");
    assertThat(run.published).hasSize(1);
    Path folder = run.published.get(0);
    assertThat(suppressed(failure)).contains(folder.toString());
    assertThat(Files.readString(folder.resolve("console.log"))).contains("Kernel panic");
  }

  @Test
  void areNotThereWhenAllIsWell() {
    TestsRun run = TestsRun.of(Passing.class);

    assertThat(run.status("test [aarch64]")).isEqualTo(Status.SUCCESSFUL);
    assertThat(run.published).isEmpty();
  }

  private static String suppressed(Throwable failure) {
    return Arrays.stream(failure.getSuppressed())
        .map(Throwable::toString)
        .collect(Collectors.joining("\n"));
  }
}
