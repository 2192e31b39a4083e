package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.FileTree;
import io.riffle.host.JavaCommand;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code riffle boot} as users see it: a process, a line to paste, a signal. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class BootCommandIT {
  private static final Duration SSH_LIMIT = Duration.ofSeconds(30);

  @Test
  void printsALineThatLogsInAndLeavesNothingBehind() throws Exception {
    Process riffle = start();
    try (BufferedReader out = riffle.inputReader()) {
      String line = sshLine(out);
      String said =
          Tools.run(
              List.of("sh", "-c", line + " -o BatchMode=yes uname -m"), Path.of("/"), SSH_LIMIT);
      List<ProcessHandle> started = riffle.descendants().toList();
      Path known = Path.of(line.replaceFirst(".*UserKnownHostsFile=(\\S+).*", "$1"));
      assertThat(said.strip()).isEqualTo("aarch64");
      assertThat(known).exists();
      assertThat(started).isNotEmpty();

      riffle.destroy();

      assertThat(riffle.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(started).noneMatch(ProcessHandle::isAlive);
      assertThat(known.getParent()).doesNotExist();
    } finally {
      riffle.destroyForcibly();
    }
  }

  @Test
  void endsWithItsGuest() throws Exception {
    Process riffle = start();
    try (BufferedReader out = riffle.inputReader()) {
      String line = sshLine(out);
      String off = line + " -o BatchMode=yes 'echo o >/proc/sysrq-trigger' 2>/dev/null; true";
      Tools.run(List.of("sh", "-c", off), Path.of("/"), SSH_LIMIT);

      assertThat(riffle.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(riffle.exitValue()).isZero();
      assertThat(out.lines()).contains("The guest has ended.");
    } finally {
      riffle.destroyForcibly();
    }
  }

  @Test
  void keepsTheLogsOfAGuestThatDoesNotBoot(@TempDir Path folder) throws Exception {
    Path qemu = folder.resolve(Isa.AARCH64.machine().qemu());
    Files.writeString(qemu, "#!/bin/sh\necho no such luck >&2\nexit 1\n");
    assertThat(qemu.toFile().setExecutable(true)).isTrue();
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = boot().redirectError(errors.toFile());
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    builder.environment().put("RIFFLE_COLD", "1");

    Process riffle = builder.redirectOutput(folder.resolve("out").toFile()).start();

    try {
      assertThat(riffle.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      riffle.destroyForcibly();
    }
    assertThat(riffle.exitValue()).isEqualTo(ExitCode.INFRASTRUCTURE);
    String told = Files.readString(errors);
    Path logs = Path.of(told.replaceFirst("(?s).*logs of what failed: (\\S+).*", "$1"));
    try {
      assertThat(logs.resolve("aarch64/qemu.log")).content().contains("no such luck");
    } finally {
      FileTree.delete(logs);
    }
  }

  private static Process start() throws IOException {
    Path errors = Files.createTempFile("riffle-boot-it", ".err");
    errors.toFile().deleteOnExit();
    return boot().redirectError(errors.toFile()).start();
  }

  private static ProcessBuilder boot() {
    return new ProcessBuilder(JavaCommand.of(Main.class, "boot", "--bare", "aarch64"));
  }

  private static String sshLine(BufferedReader out) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.strip().startsWith("ssh ")) {
        return line.strip();
      }
    }
    throw new AssertionError("no ssh line was printed");
  }
}
