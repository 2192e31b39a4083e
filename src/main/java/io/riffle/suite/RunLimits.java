package io.riffle.suite;

import io.riffle.guest.Guest;
import io.riffle.workload.Workload;
import java.time.Duration;

/** How long workloads may run on hardware; guests multiply it by their slowdown. */
final class RunLimits {
  private RunLimits() {}

  /** How much longer a disturbed run may take than the undisturbed one before it. */
  private static final int SLACK = 5;

  private static final Duration LEAST = Duration.ofSeconds(5);

  /** A limit for runs of a program that took so long in the guest undisturbed. */
  static Duration after(Duration undisturbed, Guest guest) {
    Duration unit = Duration.ofSeconds(100);
    double slowdown = guest.budget(unit).toMillis() / (double) unit.toMillis();
    return LEAST.plusMillis((long) (undisturbed.toMillis() * SLACK / slowdown));
  }

  static Duration of(Workload workload) {
    return switch (workload.problemClass()) {
      case 'S' -> Duration.ofSeconds(15);
      case 'W' -> Duration.ofSeconds(45);
      case 'A' -> Duration.ofMinutes(5);
      default -> Duration.ofMinutes(30);
    };
  }
}
