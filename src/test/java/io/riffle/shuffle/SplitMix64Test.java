package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SplitMix64Test {
  @Test
  void givesTheKnownSequence() {
    // The first values for seed 1234567 as published with the algorithm's reference code.
    SplitMix64 random = new SplitMix64(1234567);
    assertThat(random.nextLong()).isEqualTo(6457827717110365317L);
    assertThat(random.nextLong()).isEqualTo(3203168211198807973L);
  }

  @Test
  void dependsOnSeedNameAndAddress() {
    long first = SplitMix64.of(1, "f", 2).nextLong();
    assertThat(SplitMix64.of(1, "f", 2).nextLong()).isEqualTo(first);
    assertThat(SplitMix64.of(2, "f", 2).nextLong()).isNotEqualTo(first);
    assertThat(SplitMix64.of(1, "g", 2).nextLong()).isNotEqualTo(first);
    assertThat(SplitMix64.of(1, "f", 3).nextLong()).isNotEqualTo(first);
  }

  @Test
  void staysBelowTheBound() {
    SplitMix64 random = new SplitMix64(5);
    boolean[] seen = new boolean[7];
    for (int draw = 0; draw < 200; draw++) {
      seen[random.nextInt(7)] = true;
    }
    assertThat(seen).containsOnly(true);
  }
}
