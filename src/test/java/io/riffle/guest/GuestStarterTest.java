package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.Backend;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestStarterTest {
  @TempDir private Path folder;

  @Test
  void bootIsNotGivenToWhoWantsAResume() {
    GuestStarter starter = GuestStarter.in(new Home(folder)).cold().strictly();
    GuestConfig config = GuestConfig.of(AcceleratorProbeTest.image(Isa.AARCH64), Accelerator.TCG);

    assertThatThrownBy(() -> starter.start(config, folder))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("would be booted, not resumed: " + GuestStarter.VARIABLE + "=1");
  }

  @Test
  void eachReasonToBootHasItsWayOut() {
    assertThat(GuestStarter.whyNotResumed(false, Accelerator.TCG, Backend.HOST)).isEmpty();
    assertThat(GuestStarter.whyNotResumed(true, Accelerator.TCG, Backend.HOST).orElseThrow())
        .contains("RIFFLE_COLD=1");
    assertThat(GuestStarter.whyNotResumed(false, Accelerator.KVM, Backend.HOST).orElseThrow())
        .contains("RIFFLE_ACCEL=tcg");
    assertThat(GuestStarter.whyNotResumed(false, Accelerator.TCG, Backend.CONTAINER).orElseThrow())
        .contains("unset RIFFLE_BACKEND");
  }
}
