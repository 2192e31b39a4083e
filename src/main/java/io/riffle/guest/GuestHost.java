package io.riffle.guest;

import io.riffle.host.Home;

/**
 * What guests take from where they run.
 *
 * @param home where images, snapshots and running guests have their folders
 * @param qemu starts emulators
 * @param ports chooses ports of the loopback interface
 */
record GuestHost(Home home, QemuHost qemu, Ports ports) {
  /** This machine. */
  static GuestHost local(Home home) {
    return new GuestHost(home, new LocalQemu(), Ports::free);
  }
}
