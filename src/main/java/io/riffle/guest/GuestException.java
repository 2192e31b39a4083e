package io.riffle.guest;

import java.nio.file.Path;

/**
 * A guest did not do what every guest must; says nothing about what is tested in it.
 *
 * <pre>{@code
 * try (Lease lease = pool.lease(spec)) {
 *   lease.guest().run("make check", Duration.ofMinutes(2));
 * } catch (GuestException e) {
 *   System.err.println("no fault of the program: " + e.getMessage());
 * }
 * }</pre>
 */
public abstract sealed class GuestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GuestException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The guest did not become ready: kernel panic, a failed init, no answer within the budget. */
  public static final class BootFailure extends GuestException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final transient Path artefacts;

    BootFailure(String reason, String details, Path artefacts, Throwable cause) {
      super(reason + "\n" + details, cause);
      this.reason = reason;
      this.artefacts = artefacts;
    }

    /** Why, in one line. */
    public String reason() {
      return reason.lines().findFirst().orElse("");
    }

    /** The folder with the guest's logs. */
    public Path artefacts() {
      return artefacts;
    }
  }

  /** The guest was ready and is no more. */
  public static final class Lost extends GuestException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What became of a guest. */
    public enum Reason {
      /** Its kernel panicked; the message has the lines that it wrote to its console. */
      PANIC,
      /** QEMU ended, or was killed. */
      QEMU_ENDED,
      /** QEMU runs, but nothing in the guest answers; QEMU was killed then. */
      HUNG
    }

    Lost(Reason reason, String message, Throwable cause) {
      super(message, cause);
      this.reason = reason;
    }

    /** What became of it. */
    public Reason reason() {
      return reason;
    }
  }

  /**
   * The connection broke while a command ran or files were moved, and stands again: the guest is
   * there, and nothing is known of what was done over the old connection.
   */
  public static final class Disconnected extends GuestException {
    private static final long serialVersionUID = 1L;

    Disconnected(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
