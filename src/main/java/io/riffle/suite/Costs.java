package io.riffle.suite;

import io.riffle.report.Rung;
import io.riffle.workload.Optimisation;
import java.util.Map;

/**
 * About how long cells take, in seconds under emulation: what schedules and shards are balanced by.
 * The same on every machine, so that every machine splits a plan alike.
 */
final class Costs {
  /** Undisturbed runs of class S at -O2. */
  private static final Map<String, Double> NATIVE =
      Map.of(
          "ep", 4.0, "is", 1.0, "cg", 2.0, "mg", 1.0, "ft", 4.0, "bt", 5.0, "sp", 4.0, "lu", 4.0);

  private static final double ANY_NATIVE = 5;

  /** How often a program is run undisturbed on the native rung. */
  private static final int NATIVE_RUNS = 2;

  /** Of a dump, a shuffle and a restore. */
  private static final double ROUND = 4;

  private Costs() {}

  static double of(CellSpec spec) {
    double size =
        switch (spec.workload().problemClass()) {
          case 'S' -> 1;
          case 'W' -> 8;
          case 'A' -> 100;
          default -> 500;
        };
    double slow = spec.workload().optimisation() == Optimisation.O0 ? 3 : 1;
    double run = NATIVE.getOrDefault(spec.workload().name(), ANY_NATIVE) * size * slow;
    return spec.rung() == Rung.NATIVE ? run * NATIVE_RUNS : run + ROUND * spec.stops().size();
  }
}
