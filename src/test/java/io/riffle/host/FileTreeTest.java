package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
  @TempDir private Path folder;

  @Test
  void deletesEverythingButFollowsNoLink() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path kept = Files.writeString(outside.resolve("kept"), "x");
    Path tree = Files.createDirectories(folder.resolve("tree/a/b"));
    Files.writeString(tree.resolve("file"), "x");
    Files.createSymbolicLink(tree.resolve("link"), outside);
    Files.createSymbolicLink(tree.resolve("dangling"), folder.resolve("nowhere"));

    FileTree.delete(folder.resolve("tree"));

    assertThat(folder.resolve("tree")).doesNotExist();
    assertThat(kept).exists();
  }

  @Test
  void deletesFoldersThatForbidIt() throws IOException {
    for (String mode : new String[] {"---------", "r--------", "r-xr-xr-x", "-wx------"}) {
      Path tree = folder.resolve("tree");
      Path closed = Files.createDirectories(tree.resolve("closed"));
      Files.writeString(closed.resolve("file"), "x");
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString(mode));

      FileTree.delete(tree);

      assertThat(tree).as(mode).doesNotExist();
    }
  }

  @Test
  void missingFolderAndLinkToAFolderAreLeftAlone() throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);

    FileTree.delete(folder.resolve("missing"));
    FileTree.delete(link);

    assertThat(link).exists();
    assertThat(target).exists();
  }
}
