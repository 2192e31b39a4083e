package io.riffle.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.Resources;
import io.riffle.host.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The links that maintainer scripts would have made, in a tree of empty files. */
@EnabledOnOs(OS.LINUX)
class RootSetupTest {
  private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu/";

  @TempDir private Path scratch;
  private Path tree;
  private Path files;

  @BeforeEach
  void arrange() throws IOException {
    tree = scratch.resolve("tree");
    files = scratch.resolve("files");
    for (String each :
        List.of("usr/share/base-passwd/passwd.master", "usr/share/base-passwd/group.master")) {
      touch(tree, each);
    }
    touch(tree, "boot/vmlinuz-6.1");
    touch(tree, "bin/dash");
    touch(tree, "usr/bin/gawk");
    for (String each : List.of("init", "login_ed25519.pub", "host_ed25519")) {
      touch(files, each);
    }
  }

  private static void touch(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }

  private void setUp() {
    Tools.run(
        List.of(
            "sh",
            "-c",
            Resources.text("image/root-setup.sh"),
            "root-setup",
            tree.toString(),
            files.toString(),
            "6.1",
            ""),
        scratch,
        Duration.ofMinutes(1));
  }

  private Path target(String link) throws IOException {
    return Files.readSymbolicLink(tree.resolve(link));
  }

  @Test
  void compilersAndLibrariesGetTheirUsualNames() throws IOException {
    touch(tree, "usr/bin/gcc");
    touch(tree, "usr/bin/g++");
    touch(tree, "usr/lib/jvm/java-17/bin/java");
    touch(tree, LIBRARIES + "blas/libblas.so.3");
    touch(tree, LIBRARIES + "lapack/liblapack.so.3");

    setUp();

    assertThat(target("usr/bin/cc")).hasToString("/usr/bin/gcc");
    assertThat(target("usr/bin/c++")).hasToString("/usr/bin/g++");
    assertThat(target("usr/bin/java")).hasToString("/usr/lib/jvm/java-17/bin/java");
    assertThat(target(LIBRARIES + "libblas.so.3"))
        .hasToString("/" + LIBRARIES + "blas/libblas.so.3");
    assertThat(target(LIBRARIES + "liblapack.so.3"))
        .hasToString("/" + LIBRARIES + "lapack/liblapack.so.3");
  }

  @Test
  void whatIsThereOrHasNoTargetGetsNoLink() throws IOException {
    touch(tree, "usr/bin/gcc");
    touch(tree, "usr/bin/cc");

    setUp();

    assertThat(tree.resolve("usr/bin/cc")).isRegularFile();
    assertThat(Files.isSymbolicLink(tree.resolve("usr/bin/c++"))).isFalse();
    assertThat(tree.resolve("usr/lib")).isDirectoryNotContaining("glob:**lib*.so.3");
  }
}
