package io.riffle.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Debian's package manager. Unlike other tools it is not ended with this JVM: stopped halfway, it
 * would leave the machine with packages that are neither there nor not.
 */
final class Apt {
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Duration LOCK_LIMIT = Duration.ofMinutes(5);
  private static final Duration LOCK_POLL = Duration.ofSeconds(1);

  private final List<String> prefix;

  /**
   * With what has to stand before each command.
   *
   * @param prefix such as {@code sudo -n}, or nothing for root
   */
  Apt(List<String> prefix) {
    this.prefix = List.copyOf(prefix);
  }

  /**
   * Installs packages, of the versions that the archive has now.
   *
   * @throws ToolFailedException if apt-get fails
   * @throws HostException if others hold its locks for too long
   */
  void install(List<String> packages) {
    aptGet(List.of("update", "-q"));
    List<String> arguments =
        new ArrayList<>(List.of("install", "-y", "-q", "--no-install-recommends", "--no-remove"));
    arguments.addAll(packages);
    try {
      aptGet(arguments);
    } catch (ToolFailedException e) {
      if (!e.output().contains("dpkg --configure -a")) {
        throw e;
      }
      // A former installation was cut off; dpkg wants that finished first.
      run(List.of("dpkg", "--configure", "-a"));
      aptGet(arguments);
    }
  }

  /** Waits for apt's locks; apt-get by itself does so for dpkg's only. */
  private void aptGet(List<String> arguments) {
    List<String> command =
        new ArrayList<>(List.of("apt-get", "-o", "DPkg::Lock::Timeout=" + LOCK_LIMIT.toSeconds()));
    command.addAll(arguments);
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(LOCK_POLL)
          .atMost(LIMIT)
          .until(() -> ranUnlessLocked(command));
    } catch (ConditionTimeoutException e) {
      throw new HostException(
          "another program has held apt's lock for " + LIMIT.toMinutes() + " minutes", e);
    }
  }

  private boolean ranUnlessLocked(List<String> command) {
    try {
      run(command);
      return true;
    } catch (ToolFailedException e) {
      if (e.output().contains("Could not get lock")) {
        return false;
      }
      throw e;
    }
  }

  private void run(List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    // A session of its own: Ctrl-C is not for it. Its messages are looked into, so in English.
    command.addAll(
        List.of("env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8", "setsid", "--wait"));
    command.addAll(arguments);
    Unguarded.run(command, LIMIT, process -> {});
  }
}
