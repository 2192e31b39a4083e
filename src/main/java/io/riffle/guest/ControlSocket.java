package io.riffle.guest;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where QEMU takes commands.
 *
 * @param option how QEMU's command line names it
 * @param address where this machine finds it
 * @param port the port that it takes, if it does
 */
record ControlSocket(String option, SocketAddress address, Optional<Port> port) {
  /** A file. */
  static ControlSocket at(Path socket) {
    return new ControlSocket(
        "unix:" + QemuCommand.escape(socket), UnixDomainSocketAddress.of(socket), Optional.empty());
  }

  /** A TCP port. */
  static ControlSocket at(Port port) {
    return new ControlSocket(
        "tcp:" + port.listen() + ":" + port.number(),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port.reached()),
        Optional.of(port));
  }
}
