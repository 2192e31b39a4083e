package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.PublishedPorts.Port;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedPortsTest {
  private static final Port ONE = new Port(1, 1001);
  private static final Port OTHER = new Port(2, 1002);

  private final PublishedPorts ports = new PublishedPorts(List.of(ONE, OTHER));

  @Test
  void givesEachOnceAndTheLongestIdleFirst() {
    assertThat(ports.take()).isEqualTo(ONE);
    ports.giveBack(ONE);

    assertThat(ports.take()).isEqualTo(OTHER);
    assertThat(ports.take()).isEqualTo(ONE);
  }

  @Test
  void saysThatAllAreTaken() {
    ports.take();
    ports.take();

    assertThatThrownBy(ports::take)
        .isInstanceOf(HostException.class)
        .hasMessageContaining("all 2 ports")
        .hasMessageContaining("close guests");
  }
}
