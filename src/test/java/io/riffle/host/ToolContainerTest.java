package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which folders a container sees; none is started. */
class ToolContainerTest {
  @TempDir private Path given;
  private Path folder;

  @BeforeEach
  void resolve() throws IOException {
    folder = given.toRealPath();
  }

  @Test
  void missingFolderIsMadeByThisUser() {
    Path home = folder.resolve("cache/riffle");

    assertThat(ToolContainer.seen(home, home)).containsExactly(home);
    assertThat(home).isDirectory();
  }

  @Test
  void linkedFolderIsSeenUnderBothNames() throws IOException {
    Path real = Files.createDirectories(folder.resolve("private/var"));
    Path link = Files.createSymbolicLink(folder.resolve("var"), folder.resolve("private/var"));

    assertThat(ToolContainer.seen(link)).containsExactly(link, real);
  }

  @Test
  void folderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> ToolContainer.seen(file.resolve("home")))
        .isInstanceOf(HostException.class)
        .hasMessageContaining(file.resolve("home").toString());
  }
}
