package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShuffleSummaryTest {
  @Test
  void warnsOfAShuffleThatMovedNothing() {
    assertThat(SampleSummaries.moved(0, 5.5).warning().orElse(""))
        .contains("0 objects moved", "seed 7 leaves all where it is: take another");
    assertThat(SampleSummaries.moved(0, 0).warning().orElse(""))
        .contains("0 objects moved", "nothing in this binary may move", "riffle entropy");
  }

  @Test
  void isSilentOtherwise() {
    assertThat(SampleSummaries.moved(2, 5.5).warning()).isEmpty();
    assertThat(SampleSummaries.identity(5.5).warning()).isEmpty();
  }
}
