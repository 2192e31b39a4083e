package io.riffle.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.000 s",
    "42, 0.042 s",
    "4149, 4.1 s",
    "99949, 99.9 s",
    "99950, 1 min 40 s",
    "3599499, 59 min 59 s",
    "3599500, 1 h 00 min",
    "7500000, 2 h 05 min"
  })
  void showsDurationsInTheUnitThatFits(long millis, String shown) {
    assertThat(Figures.duration(Duration.ofMillis(millis))).isEqualTo(shown);
  }

  @Test
  void quotesWhatAShellWouldSplit() {
    assertThat(Figures.shellLine(List.of("qemu", "-append", "a b", "it's", "", "x=$HOME")))
        .isEqualTo("qemu -append 'a b' 'it'\\''s' '' 'x=$HOME'");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "6.44, 6.4", "99.9, 99.9", "956.2, 956"})
  void showsBitsWithAsManyDigitsAsCount(double bits, String shown) {
    assertThat(Figures.bits(bits)).isEqualTo(shown);
  }
}
