package io.riffle.guest;

import io.riffle.host.RequiredTool;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The QEMU that is installed on this machine. */
final class LocalQemu implements QemuHost {
  private static final Duration IMAGE_LIMIT = Duration.ofSeconds(30);

  @Override
  public QemuProcess start(List<String> arguments, Path folder, Path log) {
    return QemuProcess.start(arguments, folder, log);
  }

  @Override
  public void image(Path folder, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(new RequiredTool("qemu-img", "qemu-utils").require().toString());
    command.addAll(List.of(arguments));
    Tools.run(command, folder, IMAGE_LIMIT);
  }

  @Override
  public String identity(Isa isa) throws IOException {
    Path qemu =
        new RequiredTool(isa.machine().qemu(), isa.machine().qemuPackage()).require().toRealPath();
    // Asking it for its version would cost a twentieth of a second at each resume.
    return qemu + " " + Files.size(qemu) + " " + Files.getLastModifiedTime(qemu);
  }
}
