package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.isa.Isa;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AcceleratorTest {
  @ParameterizedTest
  @EnumSource
  void emulationGetsMoreTime(Isa isa) {
    Duration second = Duration.ofSeconds(1);

    assertThat(Accelerator.KVM.budget(isa, second)).isEqualTo(second);
    assertThat(Accelerator.TCG.budget(isa, second))
        .isEqualTo(second.multipliedBy(isa.machine().tcgSlowdown()))
        .isGreaterThan(second);
  }
}
