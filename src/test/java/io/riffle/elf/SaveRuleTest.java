package io.riffle.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SaveRuleTest {
  @Test
  void keepsTheLengthOfTheNumber() {
    SaveRule one = new SaveRule(19, -16, 0x1000, 1, -8);
    assertThat(one.encode(-1016)).containsExactly(127);
    assertThat(one.canHold(-1024)).isFalse();
    SaveRule two = new SaveRule(19, -1024, 0x1000, 2, -8);
    assertThat(two.encode(-1024)).containsExactly(0x80, 1);
    assertThat(two.encode(-16)).containsExactly(0x82, 0);
  }

  @Test
  void holdsNeitherPartsOfTheFactorNorTheOtherSide() {
    SaveRule rule = new SaveRule(19, -16, 0x1000, 1, -8);
    assertThat(rule.canHold(-12)).isFalse();
    assertThat(rule.canHold(8)).isFalse();
    assertThat(rule.canHold(0)).isTrue();
    assertThat(new SaveRule(19, -16, 0, 0, 0).canHold(-16)).isFalse();
    assertThatThrownBy(() -> rule.encode(-12)).isInstanceOf(IllegalArgumentException.class);
  }
}
