package io.riffle.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationPointTest {
  @Test
  void parsesWhatItPrints() {
    MigrationPoint point = new MigrationPoint("conj_grad", 3);

    assertThat(point).hasToString("conj_grad:3");
    assertThat(MigrationPoint.parse("conj_grad:3")).isEqualTo(point);
  }

  @Test
  void aFunctionAloneMeansItsFirstEntry() {
    assertThat(MigrationPoint.parse("rank")).isEqualTo(new MigrationPoint("rank", 1));
  }

  @Test
  void mayBeAnInstructionOfAFunction() {
    MigrationPoint point = new MigrationPoint("operator+", 0x1c, 3);

    assertThat(point).hasToString("operator++0x1c:3");
    assertThat(MigrationPoint.parse("operator++0x1c:3")).isEqualTo(point);
    assertThat(MigrationPoint.parse("rank+0x8")).isEqualTo(new MigrationPoint("rank", 8, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":1",
        "rank:",
        "rank:0",
        "rank:-1",
        "rank:x",
        "rank:99999999999",
        "rank+0x:1",
        "+0x8:1"
      })
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> MigrationPoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FUNCTION:N");
  }
}
