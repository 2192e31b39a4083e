package io.riffle.junit;

import static io.riffle.assertions.RiffleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.flow.Completed;
import io.riffle.flow.Flow;
import io.riffle.guest.Guest;
import io.riffle.guest.GuestSpec;
import io.riffle.isa.Isa;
import io.riffle.shell.Shell;
import java.time.Duration;

/** What a test gets, on each ISA. */
class GuestTestIT {
  private static final Duration SMALL = Duration.ofSeconds(2);

  @InjectGuest Shell shell;

  @GuestTest
  void givesTheGuestOfTheIsa(
      Guest guest, Isa isa, GuestSpec spec, @FlowOf(workload = "is.S") Flow flow) {
    assertThat(guest).isAlive().answers().isOf(isa);
    assertThat(guest.run("uname -m", SMALL))
        .succeeds()
        .printedExactly(isa.displayName().replace('-', '_'));
    assertThat(shell).isSameAs(guest.shell());
    assertThat(spec).isEqualTo(GuestSpec.of(isa));
    assertThat(guest).hasFile("/root/is/bin/is_" + isa);
    assertThat(flow.run()).isVerified().leftNoProcess();
  }

  @GuestTest(isa = Isa.X86_64)
  void noticesAProcessThatIsLeft(Guest guest, @FlowOf(workload = "is.S") Flow flow) {
    Completed run = flow.run();
    // The program's own binary, so that it counts as the program's process.
    guest.run("cd is && cp /bin/sleep left && { ./left 600 </dev/null >/dev/null 2>&1 & }", SMALL);

    assertThatThrownBy(() -> assertThat(run).leftNoProcess())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("./left 600")
        .hasMessageContaining("is on the x86-64 guest");
  }
}
