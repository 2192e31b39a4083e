package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.Home;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeping the outcome of a boot; the key asks QEMU for its version. */
class AcceleratorProbeIT {
  private final AtomicInteger boots = new AtomicInteger();
  private final Isa isa = Arrays.stream(Isa.values()).filter(Isa::isHost).findFirst().orElseThrow();

  @TempDir private Path folder;

  @BeforeEach
  void makeDevice() throws IOException {
    Files.createFile(folder.resolve("kvm"));
  }

  @Test
  void workingKvmIsTriedOnce() {
    AcceleratorProbe probe = probe(Optional.empty());

    ProbedAccelerator first = choose(probe);
    ProbedAccelerator second = choose(probe);

    assertThat(first.accelerator()).isEqualTo(Accelerator.KVM);
    assertThat(first.how()).contains("KVM booted a guest in 1234 ms", folder.toString());
    assertThat(second).isEqualTo(first);
    assertThat(boots).hasValue(1);
  }

  @Test
  void brokenKvmIsTriedOnceAndItsReasonKept() {
    AcceleratorProbe probe = probe(Optional.of("QEMU ended with status 134"));

    ProbedAccelerator first = choose(probe);

    assertThat(first.accelerator()).isEqualTo(Accelerator.TCG);
    assertThat(first.how()).contains("boots no guest: QEMU ended with status 134");
    assertThat(choose(probe)).isEqualTo(first);
    assertThat(boots).hasValue(1);
  }

  @Test
  void damagedOutcomeIsFoundOutAnew() throws IOException {
    AcceleratorProbe probe = probe(Optional.empty());
    for (String damaged : new String[] {"", "null", "{}", "{\"accelerator\":\"X\"}"}) {
      int before = boots.get();
      choose(probe);
      Files.writeString(outcome(), damaged);

      assertThat(choose(probe).accelerator()).isEqualTo(Accelerator.KVM);
      assertThat(boots.get()).isGreaterThan(before);
    }
  }

  private ProbedAccelerator choose(AcceleratorProbe probe) {
    return probe.choose(AcceleratorProbeTest.image(isa), new Home(folder));
  }

  private AcceleratorProbe probe(Optional<String> failure) {
    return new AcceleratorProbe(
        Optional.empty(),
        folder.resolve("kvm"),
        (image, home, logs) -> {
          boots.incrementAndGet();
          failure.ifPresent(
              reason -> {
                throw new GuestException.BootFailure(reason, "more", Path.of("logs"), null);
              });
          return Duration.ofMillis(1234);
        });
  }

  private Path outcome() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("accelerator"))) {
      return files.filter(file -> file.endsWith("outcome.json")).findFirst().orElseThrow();
    }
  }
}
