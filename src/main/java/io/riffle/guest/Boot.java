package io.riffle.guest;

import io.riffle.shell.Endpoint;
import io.riffle.shell.Shell;
import io.riffle.shell.ShellException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits until a started machine is a guest: its console says so, and a command was answered. */
final class Boot {
  private static final Duration CONSOLE_ON_HARDWARE = Duration.ofSeconds(6);
  private static final Duration SSH_ON_HARDWARE = Duration.ofSeconds(3);
  private static final Duration POLL = Duration.ofMillis(20);

  private final GuestConfig config;
  private final QemuMachine machine;

  Boot(GuestConfig config, QemuMachine machine) {
    this.config = config;
    this.machine = machine;
  }

  Shell firstShell() {
    awaitConsole();
    Duration limit = config.accelerator().budget(config.isa(), SSH_ON_HARDWARE);
    Endpoint endpoint =
        new Endpoint(
            "127.0.0.1",
            machine.sshPort(),
            "root",
            config.image().loginKey(),
            config.image().hostKey());
    try {
      Shell shell = Shell.connect(endpoint, limit);
      shell.run("true", limit).orThrow();
      return shell;
    } catch (ShellException e) {
      throw failure("SSH did not answer: " + e.getMessage(), e);
    }
  }

  private void awaitConsole() {
    Duration limit = config.accelerator().budget(config.isa(), CONSOLE_ON_HARDWARE);
    Console console = machine.console();
    try {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .atMost(limit)
          .until(() -> console.saysReady() || !machine.isAlive() || console.failure().isPresent());
    } catch (ConditionTimeoutException e) {
      throw failure("it was not ready after " + limit.toSeconds() + " s", e);
    }
    if (console.failure().isPresent()) {
      throw failure(console.failure().get(), null);
    }
    if (!machine.isAlive()) {
      throw failure(machine.whatBecameOfIt(), null);
    }
  }

  private GuestException failure(String why, Throwable cause) {
    return new GuestException.BootFailure(
        "the "
            + config.isa()
            + " guest did not boot: "
            + why
            + "\nlogs: "
            + machine.artefacts()
            + "\nend of its console:\n"
            + machine.console().tail(),
        cause);
  }
}
