package io.riffle.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDirectoryTest {
  @TempDir private Path folder;

  @Test
  void listsFilesOnlyAndSorted() throws IOException {
    Files.createFile(folder.resolve("b"));
    Files.createFile(folder.resolve("a"));
    Files.createDirectory(folder.resolve("sub"));

    assertThat(new LocalDirectory(folder).files()).containsExactly("a", "b");
  }

  @Test
  void replacesAndCreatesWithoutLeftovers() throws IOException {
    LocalDirectory directory = new LocalDirectory(folder);
    Files.writeString(folder.resolve("a"), "a longer old content");

    directory.replace("a", "new".getBytes(StandardCharsets.US_ASCII));
    directory.replace("b", new byte[0]);

    assertThat(folder.resolve("a")).hasContent("new");
    assertThat(directory.files()).containsExactly("a", "b");
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> new LocalDirectory(folder).open("none"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none");
  }
}
