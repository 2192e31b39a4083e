package io.riffle.guest;

import java.nio.file.Path;

/** A guest did not do what every guest must; says nothing about what is tested in it. */
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

  /** The guest was ready and is no more: QEMU ended, the kernel panicked, SSH broke off. */
  public static final class Lost extends GuestException {
    private static final long serialVersionUID = 1L;

    Lost(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
