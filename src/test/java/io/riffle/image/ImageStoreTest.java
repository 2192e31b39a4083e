package io.riffle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding images; a small folder stands for a built one. */
class ImageStoreTest {
  private static final Isa ISA = Isa.AARCH64;
  private static final List<String> FILES =
      List.of("kernel", "initramfs", "root.ext4", "login_ed25519", "host_ed25519.pub");

  @TempDir private Path folder;
  private Path image;
  private ImageStore store;

  @BeforeEach
  void makeImage() throws IOException {
    store = new ImageStore(new Home(folder));
    image =
        Files.createDirectories(
            folder.resolve("images/" + ImageStore.prefix(ISA, Set.of()) + "-v"));
    for (String file : FILES) {
      Files.writeString(image.resolve(file), "12345");
    }
    write(Map.of("kernel", 5L, "root.ext4", 5L));
  }

  @Test
  void builtImageIsFoundWithItsManifest() {
    GuestImage found = store.find(ISA).orElseThrow();

    assertThat(found.folder()).isEqualTo(image);
    assertThat(found.manifest().packages()).containsEntry("criu", "3.17");
    assertThat(found.manifest().built()).isEqualTo(Instant.EPOCH);
    assertThat(store.get(ISA)).isEqualTo(found);
    assertThat(store.find(Isa.X86_64)).isEmpty();
  }

  @Test
  void fileThatWasCutShortIsNamed() throws IOException {
    Files.writeString(image.resolve("root.ext4"), "123");

    assertThatThrownBy(() -> store.get(ISA))
        .isInstanceOf(HostException.class)
        .hasMessageContaining(image.resolve("root.ext4").toString())
        .hasMessageContaining("3 bytes instead of 5")
        .hasMessageContaining("delete " + image);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kernel", "initramfs", "root.ext4", "login_ed25519", "host_ed25519.pub"})
  void missingOrEmptyFileIsNamed(String file) throws IOException {
    write(Map.of());
    Files.writeString(image.resolve(file), "");
    assertThatThrownBy(() -> store.get(ISA)).hasMessageContaining(image.resolve(file).toString());

    Files.delete(image.resolve(file));
    assertThatThrownBy(() -> store.find(ISA))
        .isInstanceOf(HostException.class)
        .hasMessageContaining(image.resolve(file).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[1]",
        "{\"key\":\"k\",\"isa\":\"aarch64\"}",
        "{\"key\":\"k\",\"isa\":\"aarch64\",\"packages\":{},\"commandLine\":[null]}",
        "{\"key\":\"k\",\"isa\":\"aarch64\",\"packages\":{},\"commandLine\":[],\"sizes\":{\"kernel\":",
        "\u0000\u0001"
      })
  void damagedManifestIsOneError(String manifest) throws IOException {
    Files.writeString(image.resolve("manifest.json"), manifest);

    assertThatThrownBy(() -> store.get(ISA))
        .isInstanceOf(HostException.class)
        .hasMessageContaining(image.toString())
        .hasMessageContaining("delete the folder");
  }

  @Test
  void manifestWithoutSizesIsRead() throws IOException {
    Files.writeString(
        image.resolve("manifest.json"),
        "{\"key\":\"k\",\"isa\":\"aarch64\",\"packages\":{},\"commandLine\":[]}");

    assertThat(store.find(ISA)).isPresent();
  }

  private void write(Map<String, Long> sizes) throws IOException {
    ManifestFile.write(
        image,
        new ImageManifest(
            "key",
            ISA.displayName(),
            Instant.EPOCH,
            "6.1",
            List.of("quiet"),
            Map.of("criu", "3.17"),
            sizes));
  }
}
