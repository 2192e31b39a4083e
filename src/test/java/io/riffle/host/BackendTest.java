package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BackendTest {
  @Test
  void isTheHostUnlessSaidOtherwise() {
    assertThat(Backend.parse("")).isEqualTo(Backend.HOST);
    assertThat(Backend.parse("host")).isEqualTo(Backend.HOST);
    assertThat(Backend.parse("Container ")).isEqualTo(Backend.CONTAINER);
  }

  @Test
  void refusesOtherValues() {
    assertThatThrownBy(() -> Backend.parse("podman"))
        .isInstanceOf(HostException.class)
        .hasMessage("RIFFLE_BACKEND is 'podman': set it to host or container, or unset it");
  }
}
