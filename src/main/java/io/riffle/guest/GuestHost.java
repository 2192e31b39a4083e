package io.riffle.guest;

import io.riffle.host.Backend;
import io.riffle.host.Home;
import io.riffle.host.PublishedPorts;

/**
 * What guests take from where they run.
 *
 * @param home where images, snapshots and running guests have their folders
 * @param qemu starts emulators
 * @param ports chooses where emulators listen
 */
record GuestHost(Home home, QemuHost qemu, Ports ports) {
  /** This machine, or its container if tools run there. */
  static GuestHost local(Home home) {
    Ports ports =
        Backend.fromEnvironment() == Backend.CONTAINER
            ? Ports.published(PublishedPorts.ofContainer())
            : Ports::free;
    return new GuestHost(home, new LocalQemu(), ports);
  }
}
