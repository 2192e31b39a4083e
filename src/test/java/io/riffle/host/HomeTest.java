package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir private Path folder;

  @Test
  void makesFoldersWhenAsked() {
    assertThat(new Home(folder.resolve("a/b")).folder("images"))
        .isEqualTo(folder.resolve("a/b/images"))
        .isDirectory();
  }

  @Test
  void takesALinkToAFolderForTheFolder() throws IOException {
    Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve("images"), folder.resolve("elsewhere"));

    assertThat(new Home(folder).folder("images")).isDirectory();
  }

  @Test
  void folderThatCannotBeMadeIsNamedWithTheWayOut() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> new Home(file).folder("images"))
        .isInstanceOf(HostException.class)
        .hasMessageContaining(file.resolve("images").toString())
        .hasMessageContaining(Home.VARIABLE);
  }
}
