package io.riffle.junit;

import static io.riffle.assertions.RiffleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.flow.Flow;
import io.riffle.guest.Guest;
import io.riffle.guest.GuestException;
import io.riffle.isa.Isa;
import io.riffle.shell.Shell;
import java.time.Duration;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A class's guest that a test broke is not the guest of the next. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokenGuestIT {
  private static final Duration SMALL = Duration.ofSeconds(2);

  @InjectGuest(isa = Isa.AARCH64)
  static Guest guest;

  @InjectGuest(isa = Isa.AARCH64)
  static Shell shell;

  @InjectGuest(isa = Isa.AARCH64)
  @FlowOf(workload = "is.S")
  static Flow flow;

  @InjectGuest(isa = Isa.AARCH64, name = "other")
  static Guest other;

  private static Guest firstGuest;
  private static Guest firstOther;

  @Test
  @Order(1)
  void panics() {
    firstGuest = guest;
    firstOther = other;
    assertThatThrownBy(() -> guest.run("echo c >/proc/sysrq-trigger", SMALL))
        .isInstanceOf(GuestException.Lost.class);
  }

  @Test
  @Order(2)
  void hasAnotherInEachField() {
    assertThat(guest).isNotSameAs(firstGuest).answers();
    assertThat(shell).isSameAs(guest.shell());
    assertThat(flow.run()).isVerified();
    assertThat(other).isSameAs(firstOther).answers();
    shell.close();
  }

  @Test
  @Order(3)
  void hasAnotherConnection() {
    assertThat(shell).isSameAs(guest.shell());
    assertThat(shell.run("echo here", Duration.ofSeconds(30)).output()).isEqualTo("here\n");
  }
}
