package io.riffle.suite;

import io.riffle.workload.Workload;
import java.time.Duration;

/** How long workloads may run on hardware; guests multiply it by their slowdown. */
final class RunLimits {
  private RunLimits() {}

  static Duration of(Workload workload) {
    return switch (workload.problemClass()) {
      case 'S' -> Duration.ofSeconds(15);
      case 'W' -> Duration.ofSeconds(45);
      case 'A' -> Duration.ofMinutes(5);
      default -> Duration.ofMinutes(30);
    };
  }
}
