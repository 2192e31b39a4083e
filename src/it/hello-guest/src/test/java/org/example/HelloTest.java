package org.example;

import static io.riffle.assertions.RiffleAssertions.assertThat;

import io.riffle.guest.Guest;
import io.riffle.junit.GuestTest;
import java.time.Duration;

class HelloTest {
  @GuestTest
  void boots(Guest guest) {
    assertThat(guest.run("echo hello", Duration.ofSeconds(1))).succeeds().printedExactly("hello");
  }
}
