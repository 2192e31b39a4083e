package io.riffle.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds TCP ports of this machine's loopback interface that nobody listens on. */
public final class FreePort {
  private FreePort() {}

  /**
   * A port that was free a moment ago, chosen by the kernel; it may be taken before it is used.
   *
   * @throws IOException if there is none
   */
  public static int find() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
