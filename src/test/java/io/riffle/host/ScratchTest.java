package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void isPrivateAndGoneWhenClosed() throws IOException {
    Path path;
    try (Scratch scratch = Scratch.create("test")) {
      path = scratch.path();
      Files.writeString(Files.createDirectory(path.resolve("sub")).resolve("file"), "x");
      assertThat(path.getFileName().toString()).startsWith("riffle-test-");
      assertThat(Files.getPosixFilePermissions(path))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void closesTwice() throws IOException {
    Scratch scratch = Scratch.create("test");
    scratch.close();
    scratch.close();
    assertThat(scratch.path()).doesNotExist();
  }

  @Test
  void isGoneWhenItsJvmEndsInTheMiddle() throws IOException {
    String said =
        Tools.run(
            JavaCommand.of(List.of("-Djava.io.tmpdir=" + folder), Unfinished.class), folder, LIMIT);

    assertThat(said.strip()).startsWith(folder.toRealPath().toString());
    assertThat(Path.of(said.strip())).doesNotExist();
    assertThat(folder).isEmptyDirectory();
  }

  /** Makes a folder, and ends without closing it. */
  static final class Unfinished {
    private Unfinished() {}

    public static void main(String[] arguments) throws IOException {
      Scratch scratch = Scratch.create("test");
      Files.writeString(scratch.path().resolve("file"), "x");
      System.out.println(scratch.path());
      System.exit(0);
    }
  }
}
