package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomProgramTest {
  @Test
  void isTheSameForTheSameSeed() {
    assertThat(RandomProgram.draw(7).source()).isEqualTo(RandomProgram.draw(7).source());
    assertThat(RandomProgram.draw(7).source()).isNotEqualTo(RandomProgram.draw(8).source());
  }

  @Test
  void shrinksToTheLeastThatStillFails() {
    RandomProgram failing = new RandomProgram(1, 12, 24, 200);

    RandomProgram least = failing.shrink(p -> p.functions() >= 3 && p.objects() >= 10, 100);

    assertThat(least).isEqualTo(new RandomProgram(1, 3, 12, 6));
  }

  @Test
  void asksNoOftenerThanItMay() {
    List<RandomProgram> asked = new ArrayList<>();

    new RandomProgram(1, 12, 24, 200).shrink(program -> !asked.add(program), 2);

    assertThat(asked).hasSize(2);
  }
}
