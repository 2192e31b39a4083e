package io.riffle.flow;

import io.riffle.guest.Guest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program whose binaries lie in a guest, in the directory that users know, with the monitor.
 *
 * <pre>{@code
 * Path monitor = new MonitorBuild(Home.fromEnvironment()).get(guest.isa());
 * InstalledProgram installed = InstalledProgram.install(guest, program, monitor);
 * String images = installed.layout().images();
 * }</pre>
 */
public final class InstalledProgram {
  private static final Duration LIMIT = Duration.ofSeconds(4);

  private final Guest guest;
  private final GuestLayout layout;
  private final BinaryMirror mirror;
  private final List<String> files;
  private final List<String> arguments;

  private InstalledProgram(
      Guest guest,
      GuestLayout layout,
      BinaryMirror mirror,
      List<String> files,
      List<String> arguments) {
    this.guest = guest;
    this.layout = layout;
    this.mirror = mirror;
    this.files = files;
    this.arguments = arguments;
  }

  /**
   * Puts the monitor and the program's binaries of all ISAs into the guest, in a fresh directory.
   *
   * @param monitor the monitor's binary for the guest's ISA
   */
  public static InstalledProgram install(Guest guest, Program program, Path monitor) {
    GuestLayout layout = GuestLayout.of(program.name());
    guest.run("rm -rf " + layout.folder() + " && mkdir -p " + layout.bin(), LIMIT).orThrow();
    Map<String, Path> files = new LinkedHashMap<>();
    files.put(GuestLayout.MONITOR, monitor);
    program.binaries().forEach((isa, binary) -> files.put(layout.binaryOf(isa), binary));
    program.files().forEach(file -> files.put(layout.folder() + "/" + file.getFileName(), file));
    guest.sendAll(files);
    return new InstalledProgram(
        guest,
        layout,
        new BinaryMirror(guest, layout.binary(), program.binaries().get(guest.isa())),
        program.files().stream().map(file -> file.getFileName().toString()).toList(),
        program.arguments());
  }

  /** The guest that it lies in. */
  public Guest guest() {
    return guest;
  }

  /** Where its parts lie. */
  public GuestLayout layout() {
    return layout;
  }

  /** The names of the files that lie in its folder besides binaries. */
  List<String> files() {
    return files;
  }

  /** What it is started with. */
  public List<String> arguments() {
    return arguments;
  }

  /** What is known here of the binary that is run. */
  public BinaryMirror mirror() {
    return mirror;
  }
}
