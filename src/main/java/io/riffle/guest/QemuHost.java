package io.riffle.guest;

import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where QEMU runs: on this machine itself, or wherever else its files can be seen. */
interface QemuHost {
  /**
   * Starts an emulator.
   *
   * @param arguments executable and arguments; paths are those of this machine
   * @param folder gets its temporary files, such as overlays of disks
   * @param log file that gets what QEMU itself prints
   * @throws io.riffle.host.HostException if it cannot be started
   */
  QemuProcess start(List<String> arguments, Path folder, Path log);

  /**
   * Runs qemu-img to its end.
   *
   * @throws io.riffle.host.HostException if that fails
   */
  void image(Path folder, String... arguments);

  /** A text that changes when the ISA's emulator is replaced by another version. */
  String identity(Isa isa) throws IOException;
}
