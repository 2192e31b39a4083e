package io.riffle.guest;

import java.io.IOException;
import java.net.ServerSocket;

/** Every other port that it gives is taken. */
final class FirstBusyPorts implements Ports {
  private final ServerSocket taken;
  private boolean next;

  FirstBusyPorts(ServerSocket taken) {
    this.taken = taken;
  }

  @Override
  public Port next() throws IOException {
    next = !next;
    return next ? Port.here(taken.getLocalPort()) : Ports.free();
  }
}
