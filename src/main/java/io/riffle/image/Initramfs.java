package io.riffle.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/** Writes initramfs files: uncompressed, since unpacking takes a guest longer than loading. */
final class Initramfs {
  private static final int DIRECTORY = CpioConstants.C_ISDIR | 0755;
  private static final int EXECUTABLE = CpioConstants.C_ISREG | 0755;
  private static final int PLAIN = CpioConstants.C_ISREG | 0644;

  private Initramfs() {}

  /**
   * Writes one that holds {@code /init}, the modules, and {@code /modules}, which lists them.
   *
   * @param modules files in the order in which init shall load them
   */
  static void write(Path target, Path init, List<Path> modules) throws IOException {
    try (OutputStream file = Files.newOutputStream(target);
        CpioArchiveOutputStream archive =
            new CpioArchiveOutputStream(file, CpioConstants.FORMAT_NEW)) {
      for (String folder : List.of("dev", "newroot", "lib")) {
        add(archive, folder, DIRECTORY, new byte[0]);
      }
      add(archive, "init", EXECUTABLE, Files.readAllBytes(init));
      StringBuilder list = new StringBuilder();
      for (Path module : modules) {
        String name = "lib/" + module.getFileName();
        add(archive, name, PLAIN, Files.readAllBytes(module));
        list.append('/').append(name).append('\n');
      }
      add(archive, "modules", PLAIN, list.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void add(CpioArchiveOutputStream archive, String name, int mode, byte[] content)
      throws IOException {
    CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name, content.length);
    entry.setMode(mode);
    archive.putArchiveEntry(entry);
    archive.write(content);
    archive.closeArchiveEntry();
  }
}
