package io.riffle.junit;

import static io.riffle.assertions.RiffleAssertions.assertThat;

import io.riffle.guest.Guest;
import io.riffle.isa.Isa;
import io.riffle.shell.Shell;
import java.time.Duration;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One guest for the class, a fresh one for each test, and two at once in one test. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GuestScopesIT {
  private static final Duration SMALL = Duration.ofSeconds(2);
  private static final String MARK = "/root/mark";

  @InjectGuest(isa = Isa.AARCH64)
  static Guest ofClass;

  @InjectGuest(isa = Isa.AARCH64)
  Guest ofTest;

  private static Guest ofFirstTest;

  @Test
  @Order(1)
  void leavesMarksInBoth(@InjectGuest(isa = Isa.AARCH64) Shell sameAsField) {
    assertThat(ofTest).isNotSameAs(ofClass);
    assertThat(sameAsField).isSameAs(ofTest.shell());
    ofClass.run("touch " + MARK, SMALL).orThrow();
    ofTest.run("touch " + MARK, SMALL).orThrow();
    assertThat(ofTest).hasFile(MARK);
    ofFirstTest = ofTest;
  }

  @Test
  @Order(2)
  void seesThoseOfTheClassAlone() {
    assertThat(ofClass).hasFile(MARK);
    assertThat(ofTest).hasNoFile(MARK);
    assertThat(ofFirstTest.isAlive()).isFalse();
  }
}
