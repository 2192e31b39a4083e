package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequiredToolTest {
  @TempDir private Path folder;

  @Test
  void missingToolIsNamedWithItsPackage() {
    assertThatThrownBy(() -> new RequiredTool("qemu-system-none", "qemu-system-x").require())
        .isInstanceOf(HostException.class)
        .hasMessageContaining("'qemu-system-none'")
        .hasMessageContaining("apt-get install qemu-system-x");
  }

  @Test
  void absolutePathIsTakenAsItIs() throws IOException {
    Path header = Files.createFile(folder.resolve("stdio.h"));

    assertThat(new RequiredTool(header.toString(), "libc6-dev").require()).isEqualTo(header);
    assertThat(new RequiredTool(folder.resolve("no.h").toString(), "x").find()).isEmpty();
  }

  @Test
  void folderOfThatNameIsNoTool() {
    // /usr/sbin/.. is searched as well, and every folder may be entered, that is, executed.
    assertThat(new RequiredTool("../bin", "x").find()).isEmpty();
  }
}
