package io.riffle.suite;

import io.riffle.shuffle.ShuffleOptions;
import java.nio.file.Path;

/** Makes climbs for tests. */
final class Climbs {
  private Climbs() {}

  /** Of a cell without a guest. */
  static Climb withoutGuest(CellSpec spec) {
    return new Climb(
        spec,
        ShuffleOptions.seeded(1),
        Path.of(""),
        null,
        new References(),
        SuiteListener.silent());
  }
}
