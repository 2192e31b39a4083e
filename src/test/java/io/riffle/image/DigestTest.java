package io.riffle.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestTest {
  @Test
  void tellsTextsAndTheirBordersApart() {
    assertThat(Digest.of("ab", "c"))
        .hasSize(12)
        .matches("[0-9a-f]+")
        .isEqualTo(Digest.of("ab", "c"));
    assertThat(Digest.of("ab", "c")).isNotEqualTo(Digest.of("a", "bc"));
    assertThat(Digest.of("ab", "c")).isNotEqualTo(Digest.of("ab", "c", ""));
  }
}
