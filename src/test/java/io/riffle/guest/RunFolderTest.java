package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir private Path folder;

  @Test
  void isPrivateAndGoesWithItsContentWhenClosed() throws IOException {
    RunFolder first = RunFolder.create(new Home(folder));
    RunFolder second = RunFolder.create(new Home(folder));
    Files.writeString(first.path().resolve("overlay"), "x");

    assertThat(first.path()).exists().isNotEqualTo(second.path());
    assertThat(Files.getPosixFilePermissions(first.path())).hasSize(3);

    first.close();
    first.close();

    assertThat(first.path()).doesNotExist();
    assertThat(second.path()).exists();
    second.close();
  }

  @Test
  void thoseOfDeadJvmsAreDeletedAndNothingElse() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    Path unlocked = Files.createDirectory(run.resolve("vm-1.1-a"));
    Files.createFile(unlocked.resolve("lock"));
    Path without = Files.createDirectory(run.resolve("vm-4194304.7-b"));
    Path foreign = Files.createDirectory(run.resolve("something"));

    try (RunFolder mine = RunFolder.create(new Home(folder));
        RunFolder other = RunFolder.create(new Home(folder))) {
      assertThat(unlocked).doesNotExist();
      assertThat(without).doesNotExist();
      try (Stream<Path> left = Files.list(run)) {
        assertThat(left.filter(Files::isDirectory))
            .containsExactlyInAnyOrder(foreign, mine.path(), other.path());
      }
    }
  }

  @Test
  void socketPathStaysShortInADeepHome() throws IOException {
    Path deep = Files.createDirectories(folder.resolve("d".repeat(90)));

    try (RunFolder run = RunFolder.create(new Home(deep))) {
      assertThat(run.path().resolve("qmp.sock").toString().length()).isLessThan(108);
    }
  }
}
