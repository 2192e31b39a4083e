package io.riffle.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.guest.Guest;
import io.riffle.isa.Isa;
import java.time.Duration;

class GuestTestIT {
  @GuestTest
  void givesTheGuestOfTheIsa(Guest guest, Isa isa) {
    String machine = guest.run("uname -m", Duration.ofSeconds(2)).orThrow().output();

    assertThat(machine.strip()).isEqualTo(isa.displayName().replace('-', '_'));
  }

  @GuestTest(isa = Isa.AARCH64)
  void runsOnlyOnTheIsaNamed(Isa isa) {
    assertThat(isa).isEqualTo(Isa.AARCH64);
  }
}
