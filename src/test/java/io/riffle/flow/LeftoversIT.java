package io.riffle.flow;

import static io.riffle.assertions.RiffleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.guest.Guest;
import io.riffle.junit.FlowOf;
import io.riffle.junit.GuestTest;
import java.time.Duration;

/** A program that writes into its folder and prints too much. */
class LeftoversIT {
  @GuestTest
  void aProgramThatPrintsTooMuchHasFailedAndLeavesNothing(
      @FlowOf(source = "src/test/resources/io/riffle/flow/litter.c") Flow flow, Guest guest) {
    assertThatThrownBy(flow::run)
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("it printed 66 MiB to /root/litter/litter.out");
    assertThat(filesOf(guest)).contains("left.dat", "litter.out", "litter\n");

    flow.cleanUp();
    assertThat(filesOf(guest)).contains("litter\n").doesNotContain("left.dat", "litter.out");
    flow.spawn(StopPoint.parse("step:2"));
    flow.dump();
    flow.restore();
    assertThatThrownBy(flow::complete)
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("it printed 66 MiB");
  }

  private static String filesOf(Guest guest) {
    return guest.run("ls /root/litter", Duration.ofSeconds(4)).orThrow().output();
  }
}
