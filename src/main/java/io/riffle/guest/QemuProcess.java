package io.riffle.guest;

import io.riffle.host.HostException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running QEMU that cannot outlive this JVM. A small shell stands between: it holds the reading
 * end of a pipe from the JVM and kills QEMU when that pipe ends, which it does however the JVM
 * dies; and QEMU in turn is killed by the kernel if the shell dies (setpriv --pdeathsig).
 */
final class QemuProcess {
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  private static final String GUARD =
      """
      setpriv --pdeathsig KILL -- "$@" </dev/null 3<&- &
      qemu=$!
      { cat <&3 >/dev/null; kill -9 $qemu; } 2>/dev/null &
      guard=$!
      exec 3<&-
      wait $qemu
      status=$?
      pkill -9 -P $guard 2>/dev/null; kill -9 $guard 2>/dev/null
      exit $status
      """;

  private final Process guard;

  private QemuProcess(Process guard) {
    this.guard = guard;
  }

  /**
   * Starts QEMU.
   *
   * @param log file that gets what QEMU itself prints
   */
  static QemuProcess start(List<String> arguments, Path log) {
    // setsid: Ctrl-C on the terminal must reach Riffle first, which then ends its guests in order.
    List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", "exec 3<&0\n" + GUARD));
    command.add("riffle-guest");
    command.addAll(arguments);
    try {
      return new QemuProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start());
    } catch (IOException e) {
      throw new HostException("cannot start " + arguments.get(0) + ": " + e.getMessage(), e);
    }
  }

  boolean isAlive() {
    return guard.isAlive();
  }

  /** Exit status of QEMU, 128 + signal if a signal ended it; only when it has ended. */
  int exitStatus() {
    return guard.exitValue();
  }

  /** Kills QEMU and waits until it is gone. */
  void kill() {
    try {
      // The end of the pipe is the guard's order to kill.
      guard.getOutputStream().close();
      if (!guard.waitFor(KILL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        guard.descendants().forEach(ProcessHandle::destroyForcibly);
        guard.destroyForcibly();
      }
    } catch (IOException e) {
      guard.destroyForcibly();
    } catch (InterruptedException e) {
      guard.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
