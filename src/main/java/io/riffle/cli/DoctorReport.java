package io.riffle.cli;

import io.riffle.host.HostMachine;
import io.riffle.isa.Isa;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code doctor} found.
 *
 * @param riffle Riffle's version
 * @param machine this machine
 * @param home where what is built is kept
 * @param homeFreeBytes room left there; empty if it cannot be told
 * @param guests what there is for guests of each ISA
 * @param tools the tools that are needed
 * @param remedy the one line that brings the tools that are missing
 */
record DoctorReport(
    String riffle,
    HostMachine machine,
    Path home,
    Optional<Long> homeFreeBytes,
    List<GuestKind> guests,
    List<Tool> tools,
    Optional<String> remedy) {

  /**
   * Guests of one ISA.
   *
   * @param isa the ISA
   * @param emulator what QEMU says of its version, if it is here
   * @param accelerator how QEMU will run the guests' instructions, and why so; empty until there is
   *     an image to try it with
   * @param image the image's folder, if it is built and all is in order
   * @param problem what is wrong with the image or the choice of accelerator, if something is
   */
  record GuestKind(
      Isa isa,
      Optional<String> emulator,
      Optional<String> accelerator,
      Optional<Path> image,
      Optional<String> problem) {}

  /**
   * A tool.
   *
   * @param file its name
   * @param debianPackage what it comes in
   * @param path where it is, if it is here
   */
  record Tool(String file, String debianPackage, Optional<Path> path) {}

  /** Whether nothing is missing. */
  boolean isComplete() {
    return remedy.isEmpty();
  }
}
