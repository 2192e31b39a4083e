package io.riffle.guest;

import io.riffle.host.FreePort;
import io.riffle.host.PublishedPorts;
import java.io.IOException;
import java.nio.file.Path;

/** Chooses where QEMU listens; a port may be taken again before it is used. */
@FunctionalInterface
interface Ports {
  /** A port that was free a moment ago. */
  Port next() throws IOException;

  /**
   * Where to take commands: no port where a file in the folder will do, which nobody else can open.
   */
  default ControlSocket control(Path folder) throws IOException {
    return ControlSocket.at(folder.resolve("qmp.sock"));
  }

  /** Ports that the kernel chooses. */
  static Port free() throws IOException {
    return Port.here(FreePort.find());
  }

  /** Ports of the container of tools, whose files are no sockets here. */
  static Ports published(PublishedPorts ports) {
    return new Ports() {
      @Override
      public Port next() {
        PublishedPorts.Port port = ports.take();
        return new Port("0.0.0.0", port.inside(), port.outside(), () -> ports.giveBack(port));
      }

      @Override
      public ControlSocket control(Path folder) {
        return ControlSocket.at(next());
      }
    };
  }
}
