package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script stands where sudo would, so that nothing is installed. */
class AptTest {
  @TempDir private Path folder;

  private Apt apt(String script) throws IOException {
    Path file = folder.resolve("sudo");
    Files.writeString(
        file, "echo \"$*\" | sed 's/.*setsid --wait //' >>" + folder + "/calls\n" + script);
    return new Apt(List.of("sh", file.toString()));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  @Test
  void installsAfterFetchingTheLists() throws IOException {
    apt("").install(List.of("ant", "zebra"));
    assertThat(calls())
        .containsExactly(
            "apt-get -o DPkg::Lock::Timeout=300 update -q",
            "apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends --no-remove"
                + " ant zebra");
  }

  @Test
  void waitsForTheLockOfAnother() throws IOException {
    apt("[ -e %1$s/tried ] || { touch %1$s/tried; echo 'E: Could not get lock X' >&2; exit 100; }"
            .formatted(folder))
        .install(List.of("ant"));
    assertThat(calls()).hasSize(3);
    assertThat(calls().get(1)).isEqualTo(calls().get(0));
  }

  @Test
  void finishesWhatWasCutOffBefore() throws IOException {
    apt("""
        case "$*" in
          *install*) [ -e %1$s/mended ] || { echo "run 'dpkg --configure -a'"; exit 100; } ;;
          *configure*) touch %1$s/mended ;;
        esac
        """
            .formatted(folder))
        .install(List.of("ant"));
    assertThat(calls()).hasSize(4);
    assertThat(calls().get(2)).isEqualTo("dpkg --configure -a");
  }

  @Test
  void saysWhatAptSaidWhenItFails() throws IOException {
    Apt apt =
        apt("case \"$*\" in *install*) echo 'E: Unable to locate package ant'; exit 100; esac");
    assertThatThrownBy(() -> apt.install(List.of("ant")))
        .isInstanceOf(ToolFailedException.class)
        .hasMessageContaining("status 100")
        .hasMessageContaining("Unable to locate package ant");
  }
}
