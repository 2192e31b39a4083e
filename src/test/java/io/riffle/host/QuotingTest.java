package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotingTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "plain,plain",
        "\"tcg,thread=multi\",\"tcg,thread=multi\"",
        "two words,'two words'",
        "it's,'it'\\''s'",
        "$HOME,'$HOME'",
        "\"\",''"
      })
  void quotesWhatAShellWouldTouch(String word, String quoted) {
    assertThat(Quoting.line(List.of("a", word))).isEqualTo("a " + quoted);
  }
}
