package io.riffle.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.riffle.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class CheckoutFilesTest {
  @TempDir private Path scratch;
  private Path root;

  @BeforeEach
  void arrange() throws IOException {
    root = Files.createDirectory(scratch.resolve("checkout"));
    Files.createDirectories(root.resolve(".git/objects"));
    Files.createDirectories(root.resolve("tools/empty"));
    Files.writeString(root.resolve("tools/rewrite"), "");
    Files.writeString(root.resolve(".gitignore"), "");
  }

  private Path link(String name, String target) throws IOException {
    return Files.createSymbolicLink(root.resolve(name), Path.of(target));
  }

  @Test
  void foldersAndFilesGoToTheSamePathWithoutTheHistory() {
    assertThat(CheckoutFiles.of(root))
        .containsOnlyKeys(
            root.toString(),
            root + "/.gitignore",
            root + "/tools",
            root + "/tools/empty",
            root + "/tools/rewrite")
        .allSatisfy((path, file) -> assertThat(file).hasToString(path));
  }

  @Test
  void linksThatTheGuestCanFollowStayLinks() throws IOException {
    Path inside = link("tools/other", "rewrite");
    Path absolute = link("tools/whole", root + "/tools/rewrite");
    Path dangling = link("tools/none", "nowhere");
    Path loop = link("tools/loop", "loop");
    Path up = link("tools/up", "..");
    Path above = link("tools/above", scratch.toString());

    assertThat(CheckoutFiles.of(root))
        .containsEntry(root + "/tools/other", inside)
        .containsEntry(root + "/tools/whole", absolute)
        .containsEntry(root + "/tools/none", dangling)
        .containsEntry(root + "/tools/loop", loop)
        .containsEntry(root + "/tools/up", up)
        .containsEntry(root + "/tools/above", above)
        .hasSize(11);
  }

  @Test
  void whatLinksOutsideLeadToGoesInTheirPlace() throws IOException {
    Path benchmarks = Files.createDirectory(scratch.resolve("benchmarks"));
    Path source = Files.writeString(benchmarks.resolve("cg.c"), "");
    Path round = Files.createSymbolicLink(benchmarks.resolve("round"), benchmarks);
    link("common", "../benchmarks");
    link("tools/cg.c", source.toString());

    assertThat(CheckoutFiles.of(root))
        .containsEntry(root + "/common", benchmarks.toRealPath())
        .containsEntry(root + "/common/cg.c", source.toRealPath())
        .containsEntry(root + "/common/round", benchmarks.toRealPath().resolve(round.getFileName()))
        .containsEntry(root + "/tools/cg.c", source.toRealPath())
        .hasSize(9);
  }

  /** Root may read everything, so this is skipped for root. */
  @Test
  void aFolderThatCannotBeReadIsNamed() throws IOException {
    Path secret = Files.createDirectory(root.resolve("secret"));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(secret)).isFalse();

    assertThatThrownBy(() -> CheckoutFiles.of(root))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("cannot read all of the checkout " + root)
        .hasMessageContaining(secret.toString());
  }
}
