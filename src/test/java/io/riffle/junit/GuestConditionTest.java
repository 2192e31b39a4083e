package io.riffle.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class GuestConditionTest {
  private static final Function<Isa, Optional<String>> NO_ARM =
      isa -> isa == Isa.AARCH64 ? Optional.of("qemu-system-aarch64 is missing") : Optional.empty();

  @Test
  void runsWhereGuestsAre() {
    assertThat(new GuestCondition(NO_ARM, true).evaluate(Isa.X86_64).isDisabled()).isFalse();
  }

  @Test
  void skipsWithTheReason() {
    assertThat(new GuestCondition(NO_ARM, false).evaluate(Isa.AARCH64))
        .satisfies(
            result -> {
              assertThat(result.isDisabled()).isTrue();
              assertThat(result.getReason())
                  .contains("no guest of aarch64: qemu-system-aarch64 is missing");
            });
  }

  @Test
  void wantsAllIsasIfNoneIsNamed() {
    assertThat(new GuestCondition(NO_ARM, false).evaluate().isDisabled()).isTrue();
  }

  @Test
  void failsInsteadInCi() {
    assertThatThrownBy(() -> new GuestCondition(NO_ARM, true).evaluate(Isa.AARCH64))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("qemu-system-aarch64 is missing")
        .hasMessageContaining("CI=true");
  }
}
