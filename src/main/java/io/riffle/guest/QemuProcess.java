package io.riffle.guest;

import io.riffle.host.GuardedProcess;
import io.riffle.host.HostException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A running QEMU, which cannot outlive this JVM, and its log. */
final class QemuProcess {
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
  private static final Duration LAST_BREATH = Duration.ofSeconds(1);

  private final GuardedProcess process;
  private final Path log;

  private QemuProcess(GuardedProcess process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts QEMU.
   *
   * @param folder gets its temporary files
   * @param log file that gets what QEMU itself prints
   */
  static QemuProcess start(List<String> arguments, Path folder, Path log) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(arguments).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().put("TMPDIR", folder.toString());
      return new QemuProcess(GuardedProcess.start(builder), log);
    } catch (IOException e) {
      throw new HostException("cannot start " + arguments.get(0) + ": " + e.getMessage(), e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Whether it runs and goes on doing so; a dying QEMU drops its connections a moment before its
   * end is seen.
   */
  boolean staysAlive() {
    try {
      return !process.waitFor(LAST_BREATH);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return process.isAlive();
    }
  }

  /** Exit status of QEMU, 128 + signal if a signal ended it; only when it has ended. */
  int exitStatus() {
    return process.exitStatus();
  }

  /** QEMU's own words. */
  String said() {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** Kills QEMU and waits until it is gone, unless it is stuck in the kernel. */
  void kill() {
    process.kill(KILL_LIMIT);
  }
}
