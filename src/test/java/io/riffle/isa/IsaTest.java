package io.riffle.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsaTest {
  @ParameterizedTest
  @EnumSource
  void isFoundByItsNameAndElfMachine(Isa isa) {
    assertThat(Isa.named(isa.displayName())).isEqualTo(isa);
    assertThat(Isa.ofElfMachine(isa.elfMachine())).contains(isa);
    assertThat(isa).hasToString(isa.displayName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "arm64", "", "X86-64", "riscv64"})
  void unknownNameIsAnsweredWithTheKnownOnes(String name) {
    assertThatThrownBy(() -> Isa.named(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'")
        .hasMessageContaining("x86-64, aarch64");
  }

  @Test
  void unknownMachineIsNone() {
    assertThat(Isa.ofElfMachine(243)).isEmpty();
  }

  @Test
  void atMostOneIsTheHosts() {
    assertThat(Arrays.stream(Isa.values()).filter(Isa::isHost).count()).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void registersWithARoleAreAmongThoseCounted(Isa isa) {
    Isa.Registers registers = isa.registers();

    assertThat(registers.calleeSaved())
        .contains(registers.stackPointer(), registers.framePointer())
        .allMatch(number -> number < registers.count());
    assertThat(registers.stackPointer()).isLessThan(registers.count());
    assertThat(registers.returnAddress()).isLessThan(registers.count());
  }
}
