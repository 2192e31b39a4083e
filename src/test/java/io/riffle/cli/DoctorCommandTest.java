package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.riffle.host.Home;
import io.riffle.host.HostSetup;
import io.riffle.host.RequiredTool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private static final RequiredTool HERE = new RequiredTool("/proc/self/status", "linux");
  private static final RequiredTool GONE = new RequiredTool("/no/such/tool", "some-package");

  @TempDir private Path home;

  private CommandRun doctor(List<RequiredTool> tools, String... arguments) {
    return CommandRun.ofCommand(
        new DoctorCommand(new HostSetup(tools), new Home(home.resolve("made/later"))), arguments);
  }

  @Test
  void passesWhenAllIsHere() {
    CommandRun run = doctor(List.of(HERE));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("ok      /proc/self/status")
        .contains("Nothing is missing.")
        .contains("x86-64 guests")
        .contains("aarch64 guests")
        .contains("not built yet")
        .contains(home.resolve("made/later") + ", ")
        .contains("GiB free");
  }

  @Test
  void showsTheLineThatMendsWhatIsMissing() {
    CommandRun run = doctor(List.of(HERE, GONE));
    assertThat(run.exitCode()).isEqualTo(ExitCode.INFRASTRUCTURE);
    assertThat(run.out())
        .contains("MISSING /no/such/tool")
        .contains("in Debian's package some-package")
        .contains("apt-get install -y --no-install-recommends some-package")
        .doesNotContain("Nothing is missing");
  }

  @Test
  void installingNothingIsDoneAtOnce() {
    CommandRun run = doctor(List.of(HERE), "--install");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void jsonHasTheSame() throws IOException {
    CommandRun run = doctor(List.of(HERE, GONE), "--json");
    assertThat(run.exitCode()).isEqualTo(ExitCode.INFRASTRUCTURE);
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.at("/remedy").asText()).endsWith("--no-install-recommends some-package");
    assertThat(json.at("/tools/0/path").asText()).isEqualTo("/proc/self/status");
    assertThat(json.at("/tools/1/path").isNull()).isTrue();
    assertThat(json.at("/guests/0/isa").asText()).isEqualTo("x86-64");
    assertThat(json.at("/machine/cores").asInt()).isPositive();
  }
}
