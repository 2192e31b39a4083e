package io.riffle.guest;

import java.time.Duration;

/**
 * How long a guest may take to become ready.
 *
 * @param console until its console says so
 * @param ssh for each of connecting, logging in and the first command
 */
record BootBudget(Duration console, Duration ssh) {
  private static final Duration CONSOLE_ON_HARDWARE = Duration.ofSeconds(6);
  private static final Duration SSH_ON_HARDWARE = Duration.ofSeconds(3);

  /** What starting QEMU and reading the image may take on a busy host, whatever the guest is. */
  private static final Duration LEAST = Duration.ofSeconds(30);

  static BootBudget of(GuestConfig config) {
    Accelerator accelerator = config.accelerator();
    return new BootBudget(
        longer(LEAST, accelerator.budget(config.isa(), CONSOLE_ON_HARDWARE)),
        longer(LEAST, accelerator.budget(config.isa(), SSH_ON_HARDWARE)));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
