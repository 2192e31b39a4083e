package io.riffle.shell;

import java.time.Duration;

/** Opens shells that keep little output, so that going beyond it takes little time. */
public final class NarrowShell {
  private NarrowShell() {}

  /** A shell that keeps {@code outputLimit} bytes of each stream. */
  public static Shell connect(Endpoint endpoint, Duration limit, int outputLimit) {
    return Shell.connect(endpoint, limit, outputLimit);
  }
}
