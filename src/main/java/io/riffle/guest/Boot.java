package io.riffle.guest;

import io.riffle.shell.CommandFailedException;
import io.riffle.shell.Endpoint;
import io.riffle.shell.Shell;
import io.riffle.shell.ShellException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits until a started machine is a guest: its console says so, and a command was answered. */
final class Boot {
  private static final Duration POLL = Duration.ofMillis(20);

  private final GuestConfig config;
  private final QemuMachine machine;
  private final BootBudget budget;

  Boot(GuestConfig config, QemuMachine machine, BootBudget budget) {
    this.config = config;
    this.machine = machine;
    this.budget = budget;
  }

  /** Waits until the console says that sshd answers. */
  void awaitReady() {
    await("ready", Console::saysReady);
  }

  /** Waits until the console says that nobody is logged in any more. */
  void awaitIdle() {
    await("idle", Console::saysIdle);
  }

  /** Logs in. */
  Shell login() {
    Endpoint endpoint =
        new Endpoint(
            "127.0.0.1",
            machine.sshPort(),
            "root",
            config.image().loginKey(),
            config.image().hostKey());
    try {
      return Shell.connect(endpoint, budget.ssh());
    } catch (ShellException.Interrupted e) {
      throw e;
    } catch (ShellException e) {
      throw unanswered(e);
    }
  }

  /** Has the first command answered. */
  void first(Shell shell, String command) {
    try {
      shell.run(command, budget.ssh()).orThrow();
    } catch (ShellException.Interrupted e) {
      throw e;
    } catch (ShellException | CommandFailedException e) {
      throw unanswered(e);
    }
  }

  private GuestException unanswered(RuntimeException e) {
    return failure("SSH did not answer: " + e.getMessage() + "\n" + machine.whatBecameOfIt(), e);
  }

  private interface Sign {
    boolean given(Console console);
  }

  private void await(String what, Sign sign) {
    Console console = machine.console();
    try {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .atMost(budget.console())
          .until(() -> sign.given(console) || !machine.isAlive() || console.failure().isPresent());
    } catch (ConditionTimeoutException e) {
      throw failure(
          "it was not %s after %d ms (%s)"
              .formatted(what, budget.console().toMillis(), machine.status()),
          e);
    }
    if (console.failure().isPresent() || !machine.isAlive()) {
      throw failure(machine.whatBecameOfIt(), null);
    }
  }

  private GuestException failure(String why, Throwable cause) {
    return new GuestException.BootFailure(
        "the " + config.isa() + " guest did not boot: " + why,
        String.join(
            "\n",
            "image: " + config.image().folder(),
            "logs: " + machine.artefacts(),
            "end of its console:",
            machine.console().tail()),
        machine.artefacts(),
        cause);
  }
}
