package io.riffle.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.host.ToolFailedException;
import io.riffle.host.Tools;
import io.riffle.image.GuestImage;
import io.riffle.image.ImageStore;
import io.riffle.isa.Isa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guests on a disk that is full; a tiny file system in memory stands for it. */
class FullDiskIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private Path tiny;
  private GuestImage image;

  @BeforeEach
  void mount() throws Exception {
    assumeThat(System.getProperty("user.name")).as("only root may mount").isEqualTo("root");
    image = new ImageStore(Home.fromEnvironment()).get(isa());
    tiny = Files.createDirectory(folder.resolve("tiny"));
    try {
      Tools.run(
          List.of("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", tiny.toString()),
          folder,
          LIMIT);
    } catch (ToolFailedException e) {
      tiny = null;
      assumeThat(e).as("mounting is forbidden here, as in a container").isNull();
    }
  }

  @AfterEach
  void unmount() {
    if (tiny != null) {
      Tools.run(List.of("umount", tiny.toString()), folder, LIMIT);
    }
  }

  @Test
  void noSpaceForTheOverlayIsSaidAndNothingIsLeft() throws Exception {
    Home full = new Home(tiny);

    assertThatThrownBy(() -> start(folder, full))
        .isInstanceOf(HostException.class)
        .hasMessageStartingWith("the disk of " + tiny + " is full")
        .hasMessageContaining(Home.VARIABLE);
    try (Stream<Path> run = Files.list(full.folder("run"))) {
      assertThat(run.filter(Files::isDirectory)).isEmpty();
    }
  }

  @Test
  void noSpaceForTheArtefactsIsSaidWithTheirFolder() throws Exception {
    Path artefacts = Files.createDirectory(tiny.resolve("artefacts"));
    Files.write(tiny.resolve("filler"), new byte[64 * 1024]);

    assertThatThrownBy(() -> start(artefacts, Home.fromEnvironment()))
        .isInstanceOf(HostException.class)
        .hasMessageContaining(artefacts.toString())
        .hasMessageContaining("No space left on device");
  }

  private void start(Path artefacts, Home home) {
    GuestConfig config = GuestConfig.of(image, Accelerator.TCG);
    Guest.start(config, artefacts, GuestHost.local(home), BootBudget.of(config)).close();
  }

  private static Isa isa() {
    return Stream.of(Isa.values()).filter(Isa::isHost).findFirst().orElse(Isa.X86_64);
  }
}
