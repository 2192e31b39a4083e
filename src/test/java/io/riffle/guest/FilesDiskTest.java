package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the guest's tar will find. */
class FilesDiskTest {
  /** As make compares them, a second is long. */
  private static final Instant BUILT = Instant.parse("2020-02-03T04:05:06.75Z");

  @TempDir private Path folder;
  private Path program;
  private FilesDisk disk;

  @BeforeEach
  void arrange() throws IOException {
    program = Files.writeString(folder.resolve("program"), "text");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Files.setLastModifiedTime(program, FileTime.from(BUILT));
    disk = FilesDisk.create(folder.resolve("disk"));
  }

  private Map<String, TarArchiveEntry> entries() throws IOException {
    Map<String, TarArchiveEntry> entries = new LinkedHashMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(disk.file())))) {
      for (TarArchiveEntry each = tar.getNextEntry(); each != null; each = tar.getNextEntry()) {
        entries.put(each.getName(), each);
      }
    }
    return entries;
  }

  @Test
  void asTheyAreFilesKeepTheirTimesAndLinksStayLinks() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Files.setLastModifiedTime(empty, FileTime.from(BUILT));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("../nowhere"));

    disk.write(
        new TreeMap<>(Map.of("/opt/empty", empty, "/opt/link", link, "/opt/program", program)),
        true);

    Map<String, TarArchiveEntry> entries = entries();
    assertThat(entries).containsOnlyKeys("opt/empty/", "opt/link", "opt/program");
    assertThat(entries.get("opt/empty/").isDirectory()).isTrue();
    assertThat(entries.get("opt/empty/").getLastModifiedTime().toInstant()).isEqualTo(BUILT);
    assertThat(entries.get("opt/link").isSymbolicLink()).isTrue();
    assertThat(entries.get("opt/link").getLinkName()).isEqualTo("../nowhere");
    assertThat(entries.get("opt/program").getLastModifiedTime().toInstant()).isEqualTo(BUILT);
    assertThat(entries.get("opt/program").getSize()).isEqualTo(4);
    assertThat(entries.get("opt/program").getMode() & 0777).isEqualTo(0755);
  }

  @Test
  void otherwiseLinksAreFollowedAndFoldersRefused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), program);

    disk.write(Map.of("/opt/program", link), false);

    assertThat(entries().get("opt/program").isFile()).isTrue();
    assertThatThrownBy(() -> disk.write(Map.of("/opt/folder", folder), false))
        .hasMessageContaining(folder + " is no file");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileThatCannotBeReadIsNamed() {
    // It can be opened, but nothing is mapped at its begin.
    assertThatThrownBy(() -> disk.write(Map.of("/opt/memory", Path.of("/proc/self/mem")), true))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot copy /proc/self/mem");
  }
}
