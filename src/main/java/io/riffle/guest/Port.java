package io.riffle.guest;

/**
 * A TCP port for QEMU to listen on, and the way to it.
 *
 * @param listen the address to listen on, where QEMU runs
 * @param number its number there
 * @param reached its number at this machine's loopback interface
 * @param giveBack lets others have it; to be run once, when QEMU is gone
 */
record Port(String listen, int number, int reached, Runnable giveBack) {
  private static final String LOOPBACK = "127.0.0.1";

  /** A port of this machine's loopback interface. */
  static Port here(int number) {
    return new Port(LOOPBACK, number, number, () -> {});
  }

  /** What QEMU's user network calls it, with a port of the guest that it leads to. */
  String forwardedTo(int guestPort) {
    return "tcp:" + listen + ":" + number + "-:" + guestPort;
  }
}
