package io.riffle.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.RequiredTool;
import io.riffle.host.Resources;
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
  void asksForEachToolOnce() {
    assertThat(tools).doesNotHaveDuplicates();
  }

  @Test
  void areAllInTheContainer() {
    List<String> inContainer = Resources.text("host/packages.txt").lines().toList();

    assertThat(tools)
        .extracting(RequiredTool::debianPackage)
        .allSatisfy(name -> assertThat(inContainer.contains(name) || isEssential(name)).isTrue());
  }

  /** Packages that every Debian system has. */
  private static boolean isEssential(String name) {
    return List.of("apt", "dpkg", "tar", "util-linux", "coreutils").contains(name);
  }
}
