package io.riffle.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.RequiredTool;
import io.riffle.isa.Isa;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequirementsTest {
  private final List<RequiredTool> tools = Requirements.hostSetup().tools();

  @Test
  void coversWhatEachPackageNeeds() {
    assertThat(tools)
        .extracting(RequiredTool::file)
        .contains("qemu-img", "mmdebstrap", "clang-19", "ssh-keygen", "setsid");
  }

  @Test
  void hasAnEmulatorForEachIsa() {
    for (Isa isa : Isa.values()) {
      assertThat(tools)
          .contains(new RequiredTool(isa.machine().qemu(), isa.machine().qemuPackage()));
    }
  }

  @Test
  void guestsOfOneIsaNeedNoEmulatorOfAnother() {
    for (Isa isa : Isa.values()) {
      assertThat(Requirements.ofGuests(isa).tools())
          .doesNotHaveDuplicates()
          .extracting(RequiredTool::file)
          .contains(isa.machine().qemu(), "qemu-img", "mmdebstrap", "clang-19")
          .filteredOn(file -> file.startsWith("qemu-system-"))
          .hasSize(1);
    }
  }

  @Test
  void asksForEachToolOnce() {
    assertThat(tools).doesNotHaveDuplicates();
  }
}
