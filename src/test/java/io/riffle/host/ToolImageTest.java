package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.setup.Requirements;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolImageTest {
  @ParameterizedTest
  @ValueSource(strings = {"amd64", "x86_64", "aarch64", "arm64"})
  void hasAllThatIsNeededOnAHostOfEitherIsa(String osArch) {
    List<RequiredTool> needed = new ArrayList<>(Requirements.hostSetup().tools());
    needed.removeAll(CrossCompiler.requiredTools());
    needed.addAll(CrossCompiler.requiredTools(osArch));
    List<String> packages = ToolImage.packages(osArch);

    assertThat(needed)
        .extracting(RequiredTool::debianPackage)
        .allSatisfy(name -> assertThat(packages.contains(name) || isEssential(name)).isTrue());
  }

  @Test
  void hasCompilersForTheOtherIsaOnly() {
    assertThat(ToolImage.packages("amd64"))
        .contains("gcc-aarch64-linux-gnu", "libc6-dev-arm64-cross", "libc6-dev")
        .doesNotContain("gcc-x86-64-linux-gnu")
        .doesNotHaveDuplicates();
    assertThat(ToolImage.packages("aarch64"))
        .contains("gcc-x86-64-linux-gnu", "libc6-dev-amd64-cross", "libc6-dev")
        .doesNotContain("gcc-aarch64-linux-gnu", "libc6-dev-arm64-cross");
  }

  /** Packages that every Debian system has. */
  private static boolean isEssential(String name) {
    return List.of("apt", "dpkg", "tar", "util-linux", "coreutils").contains(name);
  }
}
