package io.riffle.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitramfsTest {
  @TempDir private Path folder;

  @Test
  void holdsInitAndTheModulesInTheirOrder() throws IOException {
    Path init = Files.writeString(folder.resolve("init"), "INIT");
    Path second = Files.writeString(folder.resolve("b.ko"), "B");
    Path first = Files.writeString(folder.resolve("a.ko"), "A");

    Initramfs.write(folder.resolve("initramfs"), init, List.of(second, first));

    Map<String, String> files = read(folder.resolve("initramfs"));
    assertThat(files)
        .containsEntry("init 100755", "INIT")
        .containsEntry("lib/a.ko 100644", "A")
        .containsEntry("lib/b.ko 100644", "B")
        .containsEntry("modules 100644", "/lib/b.ko\n/lib/a.ko\n")
        .containsKeys("dev 40755", "newroot 40755");
  }

  private static Map<String, String> read(Path file) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(file);
        CpioArchiveInputStream archive = new CpioArchiveInputStream(in)) {
      for (CpioArchiveEntry entry = archive.getNextEntry();
          entry != null;
          entry = archive.getNextEntry()) {
        files.put(
            entry.getName() + " " + Long.toOctalString(entry.getMode()),
            new String(archive.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}
