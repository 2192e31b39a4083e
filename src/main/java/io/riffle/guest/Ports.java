package io.riffle.guest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Chooses ports of the loopback interface; one may be taken again before it is used. */
@FunctionalInterface
interface Ports {
  /** A port that was free a moment ago. */
  int next() throws IOException;

  /** Ports that the kernel chooses. */
  static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
