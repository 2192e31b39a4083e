package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SeedConverterTest {
  private final SeedConverter converter = new SeedConverter();

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
    assertThat(converter.convert(text)).isEqualTo(seed);
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
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining(text)
        .hasMessageContaining("64 bits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "0x", "1e3", "0xg", "--1", "+1", "１２", "seed"})
  void refusesWhatIsNoNumber(String text) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "' is no 64-bit number");
  }
}
