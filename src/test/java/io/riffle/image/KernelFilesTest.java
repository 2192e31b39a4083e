package io.riffle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFilesTest {
  @TempDir private Path tree;

  @BeforeEach
  void makeTree() throws IOException {
    for (String file :
        List.of(
            "lib/modules/6.1/kernel/drivers/virtio_blk.ko",
            "lib/modules/6.1/kernel/net/net-failover.ko")) {
      Path path = tree.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, file);
    }
    Files.writeString(
        tree.resolve("lib/modules/6.1/modules.builtin"), "kernel/drivers/virtio_ring.ko\n");
  }

  @Test
  void modulesKeepTheirOrderWithoutThoseBuiltIn() throws IOException {
    KernelFiles kernel = KernelFiles.in(tree);

    assertThat(kernel.release()).isEqualTo("6.1");
    assertThat(kernel.modules(List.of("net_failover", "virtio_ring", "virtio_blk")))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("net-failover.ko", "virtio_blk.ko");
  }

  @Test
  void unknownModuleIsNamed() throws IOException {
    KernelFiles kernel = KernelFiles.in(tree);

    assertThatThrownBy(() -> kernel.modules(List.of("virtio_bulk")))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("'virtio_bulk'");
  }
}
