package io.riffle.redis.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PausesTest {
  @Test
  void percentilesAreTheNearestRank() {
    long[] millis = LongStream.rangeClosed(1, 200).map(ms -> ms * 1_000_000).toArray();

    assertThat(Pauses.of(millis)).isEqualTo(new Pauses(200, 100, 198, 200));
    assertThat(Pauses.of(millis))
        .hasToString("200 replies, p50 100.0 ms, p99 198.0 ms, longest 200 ms");
  }

  @Test
  void nothingTookNoTime() {
    assertThat(Pauses.of(new long[0])).isEqualTo(new Pauses(0, 0, 0, 0));
  }
}
