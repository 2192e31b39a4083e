package io.riffle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifeTest {
  private static Round round(int moved, double bits) {
    return new Round("5ms", "pid 1 at 0x1 f+0", 7, 1, 0, moved, bits);
  }

  @Test
  void aLifeInWhichNothingMovedHasNotPassed() {
    Life life = Life.ended(List.of(round(0, 30), round(0, 30)), Optional.empty());

    assertThat(life.passed()).isFalse();
    assertThat(life.failure().orElse("")).contains("2 shuffles moved 0 objects");
  }

  @Test
  void itHasIfOneShuffleMovedSomethingOrNothingCould() {
    Life life = Life.ended(List.of(round(0, 30), round(4, 30)), Optional.empty());

    assertThat(life.passed()).isTrue();
    assertThat(life.moved()).isEqualTo(4);
    assertThat(Life.ended(List.of(round(0, 0)), Optional.empty()).passed()).isTrue();
  }

  @Test
  void aWrongEndIsToldRatherThanThatNothingMoved() {
    assertThat(Life.ended(List.of(round(0, 30)), Optional.of("wrong sum")).failure())
        .contains("wrong sum");
  }
}
