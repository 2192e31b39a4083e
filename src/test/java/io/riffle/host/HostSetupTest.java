package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostSetupTest {
  private static final RequiredTool HERE = new RequiredTool("/proc/self/status", "linux");
  private static final RequiredTool GONE = new RequiredTool("/no/such/tool", "zebra");
  private static final RequiredTool GONE_TOO = new RequiredTool("no-such-command-9", "ant");
  private static final RequiredTool GONE_OF_SAME = new RequiredTool("/no/such/file", "zebra");

  @Test
  void findsWhatIsMissing() {
    assertThat(new HostSetup(List.of(GONE, HERE, GONE_TOO)).missing())
        .containsExactly(GONE, GONE_TOO);
  }

  @Test
  void oneLineNamesEachPackageOnce() {
    List<RequiredTool> missing = List.of(GONE, GONE_TOO, GONE_OF_SAME);
    assertThat(HostSetup.command(missing, true))
        .hasValue("apt-get update && apt-get install -y --no-install-recommends ant zebra");
    assertThat(HostSetup.command(missing, false))
        .hasValue(
            "sudo apt-get update && sudo apt-get install -y --no-install-recommends ant zebra");
  }

  @Test
  void nothingMissingNeedsNoLineAndNoInstalling() {
    HostSetup setup = new HostSetup(List.of(HERE));
    List<String> progress = new ArrayList<>();
    setup.install(progress::add);
    assertThat(setup.command()).isEmpty();
    assertThat(progress).isEmpty();
  }
}
