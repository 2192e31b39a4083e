package io.riffle.workload;

import java.util.Arrays;
import java.util.Optional;

/**
 * How far the compiler optimises a workload.
 *
 * <pre>{@code
 * Optimisation level = Optimisation.parse("O0").orElseThrow();
 * }</pre>
 */
public enum Optimisation {
  /** Every variable in its stack slot, nothing inlined. */
  O0("-O0"),
  /** What programs are usually built with. */
  O2("-O2");

  private final String option;

  Optimisation(String option) {
    this.option = option;
  }

  /** The compiler's option. */
  public String option() {
    return option;
  }

  /** The level that a user writes as {@code O0} or {@code -O0}; empty if there is no such one. */
  public static Optional<Optimisation> parse(String text) {
    return Arrays.stream(values())
        .filter(level -> level.name().equals(text) || level.option.equals(text))
        .findFirst();
  }
}
