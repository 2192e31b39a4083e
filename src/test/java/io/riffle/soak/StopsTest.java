package io.riffle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopsTest {
  @Test
  void endsAfterSoMany() {
    Stops stops = Stops.random(new Random(1), Duration.ofMillis(8)).atMost(2);

    assertThat(stops.after(0)).isPresent();
    assertThat(stops.after(1)).isPresent();
    assertThat(stops.after(2)).isEmpty();
  }
}
