package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage to saved files; small ones stand for those of a machine. */
class SnapshotTest {
  @TempDir private Path folder;
  private SnapshotFiles files;

  @BeforeEach
  void save() throws IOException {
    files = new SnapshotFiles(folder);
    for (Path file : new Path[] {files.state(), files.disk(), files.ram()}) {
      Files.writeString(file, "0123456789");
    }
    Snapshot.describe(files, "7.2.0 x", true);
  }

  @Test
  void wholeSnapshotIsOpened() throws Exception {
    Snapshot snapshot = Snapshot.open(folder);

    assertThat(snapshot.facts().qemu()).isEqualTo("7.2.0 x");
    assertThat(snapshot.facts().ramIsFile()).isTrue();
    assertThat(snapshot.identity()).isEqualTo(Snapshot.identity(folder));
  }

  @Test
  void otherFolderInItsPlaceIsNotTakenForItEvenIfItHasTheSameNumber() throws Exception {
    Snapshot snapshot = Snapshot.open(folder);
    Object number = Files.getAttribute(folder, "unix:ino");

    // As if made later: the kernel sets the time anew.
    Object time = Files.getAttribute(folder, "unix:ctime");
    Awaitility.await()
        .until(
            () -> {
              Files.setPosixFilePermissions(folder, Files.getPosixFilePermissions(folder));
              return !Files.getAttribute(folder, "unix:ctime").equals(time);
            });

    assertThat(Files.getAttribute(folder, "unix:ino")).isEqualTo(number);
    assertThat(Snapshot.identity(folder)).isNotEqualTo(snapshot.identity());
  }

  @ParameterizedTest
  @ValueSource(strings = {"state", "disk.qcow2", "ram"})
  void fileThatWasCutShortIsNoticed(String name) throws IOException {
    Path file = folder.resolve(name);
    FileTime saved = Files.getLastModifiedTime(file);
    Files.writeString(file, "01234");
    Files.setLastModifiedTime(file, saved);

    assertDamaged(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"state", "disk.qcow2", "ram"})
  void fileThatWasWrittenToIsNoticed(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "012345678x");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));

    assertDamaged(name);
  }

  @Test
  void otherStateOfTheSameSizeAndTimeIsNoticed() throws IOException {
    FileTime saved = Files.getLastModifiedTime(files.state());
    Files.writeString(files.state(), "012345678x");
    Files.setLastModifiedTime(files.state(), saved);

    assertDamaged("state");
  }

  @ParameterizedTest
  @ValueSource(strings = {"state", "disk.qcow2", "ram", "snapshot.json"})
  void missingFileIsNoticed(String name) throws IOException {
    Files.delete(folder.resolve(name));

    assertDamaged(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "[]", "{\"qemu\":1", "\u0000"})
  void damagedDescriptionIsNoticed(String text) throws IOException {
    Files.writeString(files.description(), text);

    assertDamaged("");
  }

  private void assertDamaged(String name) {
    assertThatThrownBy(() -> Snapshot.open(folder))
        .isInstanceOf(Snapshot.DamagedException.class)
        .hasMessageContaining(name);
  }
}
