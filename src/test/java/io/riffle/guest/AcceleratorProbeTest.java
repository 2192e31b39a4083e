package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.image.GuestImage;
import io.riffle.image.ImageManifest;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceleratorProbeTest {
  private static final AcceleratorProbe.Booter NEVER =
      (image, home, logs) -> {
        throw new AssertionError("booted");
      };

  @TempDir private Path folder;

  @Test
  void foreignIsaIsEmulatedWhateverTheHostHas() throws IOException {
    ProbedAccelerator probed = probe(null, device()).choose(image(isa(false)), home());

    assertThat(probed.accelerator()).isEqualTo(Accelerator.TCG);
    assertThat(probed.how()).contains("cannot run " + isa(false));
  }

  @Test
  void missingDeviceIsTheReason() {
    Path missing = folder.resolve("kvm");

    ProbedAccelerator probed = probe(null, missing).choose(image(isa(true)), home());

    assertThat(probed.accelerator()).isEqualTo(Accelerator.TCG);
    assertThat(probed.how()).contains(missing.toString()).contains("missing");
  }

  @ParameterizedTest
  @CsvSource({"tcg,TCG", "kvm,KVM", "KVM,KVM", "' tcg ',TCG"})
  void variableChoosesWithoutBooting(String value, Accelerator expected) {
    ProbedAccelerator probed = probe(value, folder.resolve("kvm")).choose(image(isa(true)), home());

    assertThat(probed).isEqualTo(new ProbedAccelerator(expected, "set by RIFFLE_ACCEL"));
  }

  @Test
  void variableCannotMakeAForeignIsaNative() {
    assertThat(probe("kvm", folder).choose(image(isa(false)), home()).accelerator())
        .isEqualTo(Accelerator.TCG);
    assertThat(probe("tcg", folder).choose(image(isa(false)), home()).how())
        .isEqualTo("set by RIFFLE_ACCEL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hvf", "yes", "tcg,kvm"})
  void otherValuesAreRefused(String value) {
    assertThatThrownBy(() -> probe(value, folder).choose(image(isa(true)), home()))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("RIFFLE_ACCEL is '" + value + "'")
        .hasMessageContaining("tcg or kvm");
  }

  private static AcceleratorProbe probe(String variable, Path device) {
    return new AcceleratorProbe(Optional.ofNullable(variable), device, NEVER);
  }

  private Path device() throws IOException {
    return Files.createFile(folder.resolve("kvm"));
  }

  private Home home() {
    return new Home(folder);
  }

  private static Isa isa(boolean ofHost) {
    return Arrays.stream(Isa.values())
        .filter(isa -> isa.isHost() == ofHost)
        .findFirst()
        .orElseThrow();
  }

  static GuestImage image(Isa isa) {
    return new GuestImage(
        isa,
        Path.of("/images/" + isa),
        new ImageManifest(
            "key", isa.displayName(), Instant.EPOCH, "6.1", List.of("quiet"), Map.of(), Map.of()));
  }
}
