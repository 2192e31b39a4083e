package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.isa.Isa;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuestSpecTest {
  private static final GuestSpec FULL =
      GuestSpec.builder(Isa.AARCH64)
          .memoryMb(2048)
          .packages("tmux", "expect")
          .kernelArguments("debug")
          .file("/opt/x", Path.of("x"))
          .build();

  @Test
  void builderKeepsWhatItIsGiven() {
    assertThat(FULL.memoryMb()).isEqualTo(2048);
    assertThat(FULL.packages()).containsExactly("expect", "tmux");
    assertThat(FULL.kernelArguments()).containsExactly("debug");
    assertThat(FULL.files()).containsEntry("/opt/x", Path.of("x"));
    assertThat(GuestSpec.of(Isa.X86_64)).isNotEqualTo(GuestSpec.large(Isa.X86_64));
  }

  @Test
  void toBuilderStartsFromTheSpecAndLeavesItAlone() {
    GuestSpec other = FULL.toBuilder().isa(Isa.X86_64).packages("sudo").build();

    assertThat(FULL.toBuilder().build()).isEqualTo(FULL);
    assertThat(other.isa()).isEqualTo(Isa.X86_64);
    assertThat(other.packages()).containsExactly("expect", "sudo", "tmux");
    assertThat(FULL.packages()).doesNotContain("sudo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "Tmux", "a b", "a;reboot", "../x", "-a"})
  void namesThatAreNoPackagesAreRefused(String name) {
    assertThatThrownBy(() -> GuestSpec.builder(Isa.X86_64).packages(name).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "relative", "/", "/folder/"})
  void pathsThatNameNoFileAreRefused(String path) {
    assertThatThrownBy(() -> GuestSpec.builder(Isa.X86_64).file(path, Path.of("x")).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + path + "'");
  }

  @Test
  void tooLittleMemoryIsRefused() {
    assertThatThrownBy(() -> GuestSpec.builder(Isa.X86_64).memoryMb(127).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("127 MiB");
  }
}
