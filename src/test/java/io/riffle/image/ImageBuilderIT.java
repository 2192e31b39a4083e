package io.riffle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.riffle.host.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBuilderIT {
  /** Nobody has this number here. */
  private static final int NAMELESS = 54_321;

  @TempDir private Path folder;

  @Test
  void keysAreMadeForAUserWithoutAName() throws Exception {
    assumeThat(System.getProperty("user.name")).as("only root becomes others").isEqualTo("root");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    List<String> command =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + NAMELESS, "--regid=" + NAMELESS, "--clear-groups"));
    command.addAll(ImageBuilder.keyCommand(false, "key"));

    Tools.run(command, folder, Duration.ofSeconds(20));

    assertThat(folder.resolve("key.pub"))
        .content()
        .startsWith("ssh-ed25519 ")
        .endsWith(" riffle\n");
    assertThat(Files.getAttribute(folder.resolve("key"), "unix:uid")).isEqualTo(NAMELESS);
  }
}
