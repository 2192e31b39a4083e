package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostMachineTest {
  @Test
  void knowsThisMachine() {
    HostMachine machine = HostMachine.read();
    assertThat(machine.os()).isNotBlank().doesNotContain("\"").doesNotContain("=");
    assertThat(machine.kernel()).matches("[0-9]+\\.[0-9]+.*");
    assertThat(machine.cpu()).isNotBlank().doesNotStartWith(":");
    assertThat(machine.cores()).isPositive();
    assertThat(machine.memoryBytes()).isGreaterThan(64L << 20);
    assertThat(machine.java()).startsWith(Integer.toString(Runtime.version().feature()));
  }
}
