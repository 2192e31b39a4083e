package io.riffle.guest;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/** What the guests' init does when it is run as a command; see init.c. */
final class GuestInit {
  private static final int SEED_BYTES = 32;

  private GuestInit() {}

  /** Sets the clock to this machine's, and feeds the kernel fresh randomness. */
  static String resumed() {
    Instant now = Instant.now();
    byte[] seed = new byte[SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    return "/usr/lib/riffle/init resumed %d %d %s"
        .formatted(now.getEpochSecond(), now.getNano(), HexFormat.of().formatHex(seed));
  }
}
