package io.riffle.guest;

import io.riffle.host.HostException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Starts guests, with another port where the chosen one was taken meanwhile. */
final class Attempts {
  private Attempts() {}

  /** Waits until a started machine is a guest; ends it if that fails. */
  static Guest begin(QemuMachine machine, Function<QemuMachine, Guest> wait) {
    try {
      return wait.apply(machine);
    } catch (RuntimeException | Error e) {
      machine.close();
      if (machine.portWasTaken()) {
        throw new PortTaken(e);
      }
      machine
          .fullDisk()
          .ifPresent(
              full -> {
                full.addSuppressed(e);
                throw full;
              });
      throw e;
    }
  }

  /**
   * Starts a guest by {@link #begin}.
   *
   * @throws HostException if a port was taken each time
   */
  static Guest onFreePort(Supplier<Guest> start) {
    for (int attempt = 1; ; attempt++) {
      try {
        return start.get();
      } catch (PortTaken e) {
        if (attempt == QemuMachine.PORT_ATTEMPTS) {
          throw new HostException("no free port for SSH in " + attempt + " attempts", e);
        }
      }
    }
  }

  private static final class PortTaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTaken(Throwable cause) {
      super(cause);
    }
  }
}
