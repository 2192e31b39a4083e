package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeedTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "42, 42",
    "-1, -1",
    "0xff, 255",
    "0XFF, 255",
    "-0x10, -16",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808, -9223372036854775808",
    "-9223372036854775808, -9223372036854775808",
    "18446744073709551615, -1",
    "0xffffffffffffffff, -1",
    "0x8000000000000000, -9223372036854775808",
  })
  void readsSignedAndUnsigned(String text, long seed) {
    assertThat(SeedText.parse(text)).isEqualTo(seed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "18446744073709551616",
        "-9223372036854775809",
        "0x10000000000000000",
        "-0x8000000000000001"
      })
  void refusesWhatDoesNotFit(String text) {
    assertThatThrownBy(() -> SeedText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text)
        .hasMessageContaining("64 bits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "0x", "1e3", "0xg", "--1", "+1", "１２", "seed"})
  void refusesWhatIsNoNumber(String text) {
    assertThatThrownBy(() -> SeedText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is no 64-bit number");
  }
}
