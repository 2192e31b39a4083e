package io.riffle.guest;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/** What the guests' init does when it is run as a command; see init.c. */
final class GuestInit {
  private static final int SEED_BYTES = 32;

  private GuestInit() {}

  /** What criu needs of the kernel, asked for without starting a program. */
  private static final String CRIU_CAN_WORK =
      "[ -x /usr/sbin/criu -a -w /proc/sys/kernel/ns_last_pid -a -r /proc/self/pagemap"
          + " -a -d /proc/self/map_files ]";

  /**
   * Sets the clock to this machine's, feeds the kernel fresh randomness, and fails if criu could
   * not work. The whole of {@code criu check} takes longer than all the rest of a resume: a
   * snapshot passes it before it is saved.
   */
  static String resumed() {
    Instant now = Instant.now();
    byte[] seed = new byte[SEED_BYTES];
    new SecureRandom().nextBytes(seed);
    return "/usr/lib/riffle/init resumed %d %d %s && %s"
        .formatted(
            now.getEpochSecond(), now.getNano(), HexFormat.of().formatHex(seed), CRIU_CAN_WORK);
  }
}
