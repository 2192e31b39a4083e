package io.riffle.flow;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.guest.Guest;
import io.riffle.guest.GuestException;
import io.riffle.junit.FlowOf;
import io.riffle.junit.GuestTest;
import io.riffle.shuffle.ShuffleOptions;
import java.time.Duration;

/** A guest that ends while the shuffler works on its files. */
class LostGuestIT {
  @GuestTest
  void isNoFaultOfTheShuffler(
      @FlowOf(source = "src/test/resources/io/riffle/flow/forks.c") Flow flow, Guest guest) {
    flow.spawn(StopPoint.parse("work:5"));
    flow.dump();
    assertThatThrownBy(
            () -> guest.run("echo o >/proc/sysrq-trigger; sleep 1000", Duration.ofSeconds(10)))
        .isInstanceOf(GuestException.Lost.class);

    assertThatThrownBy(() -> flow.shuffle(ShuffleOptions.seeded(9)))
        .isInstanceOf(GuestException.Lost.class);
  }
}
