package io.riffle.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a running guest has for itself: a folder, and where its QEMU listens. */
final class Room implements AutoCloseable {
  private final RunFolder folder;
  private final Ports ports;
  private final Queue<Port> taken = new ConcurrentLinkedQueue<>();

  private Room(RunFolder folder, Ports ports) {
    this.folder = folder;
    this.ports = ports;
  }

  /**
   * Makes one.
   *
   * @throws io.riffle.host.HostException if its folder cannot be made
   */
  static Room create(GuestHost host) {
    return new Room(RunFolder.create(host.home()), host.ports());
  }

  Path folder() {
    return folder.path();
  }

  /**
   * One more port.
   *
   * @throws io.riffle.host.HostException if there is none
   */
  Port port() throws IOException {
    Port port = ports.next();
    taken.add(port);
    return port;
  }

  /**
   * Where to take commands.
   *
   * @throws io.riffle.host.HostException if that needs a port and there is none
   */
  ControlSocket control() throws IOException {
    ControlSocket control = ports.control(folder.path());
    control.port().ifPresent(taken::add);
    return control;
  }

  /** Gives everything up; may be done twice, by two threads. */
  @Override
  public void close() {
    for (Port port = taken.poll(); port != null; port = taken.poll()) {
      port.giveBack().run();
    }
    folder.close();
  }
}
