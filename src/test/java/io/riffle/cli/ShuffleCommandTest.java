package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShuffleCommandTest {
  @TempDir private Path folder;
  private String images;
  private String binary;

  @BeforeEach
  void makeFiles() throws IOException {
    images = Files.createDirectory(folder.resolve("images")).toString();
    binary = Files.writeString(folder.resolve("ep"), "not a binary").toString();
  }

  @Test
  void wantsAFolderOfImages() {
    CommandRun run = CommandRun.of("shuffle", folder + "/none", binary, "--seed", "1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("IMAGE_DIR '" + folder + "/none' is no folder");
  }

  @Test
  void wantsABinary() {
    CommandRun run = CommandRun.of("shuffle", images, folder + "/none", "--seed", "1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("BINARY '" + folder + "/none' is no file");
  }

  @Test
  void wantsASeed() {
    CommandRun run = CommandRun.of("shuffle", images, binary);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("give --seed N");
  }

  @Test
  void refusesAStrangeSeed() {
    CommandRun run = CommandRun.of("shuffle", images, binary, "--seed", "luck");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("'luck' is no 64-bit number");
  }

  @Test
  void whatIsNoDumpIsRefused() throws IOException {
    CommandRun run = CommandRun.of("shuffle", images, binary, "--seed", "-1");
    assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(run.err()).startsWith("riffle: " + images).contains("inventory.img");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(Files.readString(Path.of(binary))).isEqualTo("not a binary");
  }

  @Test
  void tellsARecoveryAsJsonIfAsked() throws IOException {
    CommandRun run = CommandRun.of("shuffle", images, binary, "--recover", "--json");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    JsonNode told = new ObjectMapper().readTree(run.out());
    assertThat(told.has("recovered")).isTrue();
    assertThat(told.get("recovered").isNull()).isTrue();
    assertThat(CommandRun.of("shuffle", images, binary, "--recover").out())
        .isEqualToIgnoringNewLines("nothing to recover");
  }

  @Test
  void refusesARootThatIsNotUsedOrNoFolder() {
    CommandRun unused = CommandRun.of("shuffle", images, binary, "--recover", "--root", images);
    assertThat(unused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(unused.err()).contains("--root is not used by --recover: drop it");
    CommandRun none = CommandRun.of("shuffle", images, binary, "--seed", "1", "--root", binary);
    assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(none.err()).contains("--root '" + binary + "' is no folder");
  }
}
