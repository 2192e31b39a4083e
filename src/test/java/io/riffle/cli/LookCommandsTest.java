package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.criu.ImageBytes;
import io.riffle.elf.ElfBytes;
import io.riffle.isa.Isa;
import io.riffle.storage.InMemoryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not fit to be looked at by inspect and entropy is refused in one line. */
class LookCommandsTest {
  @TempDir private Path folder;
  private String images;
  private String binary;

  @BeforeEach
  void writePair() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("images"));
    InMemoryDirectory dump = ImageBytes.process();
    for (String name : dump.files()) {
      Files.write(directory.resolve(name), dump.content(name));
    }
    images = directory.toString();
    binary = write("binary", new ElfBytes(Isa.AARCH64, false).read().store().readAll());
  }

  private String write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content).toString();
  }

  private static void assertRefused(CommandRun run, String... reason) {
    assertThat(run.exitCode()).as("%s", run).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(run.err()).startsWith("riffle: ").contains(reason);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aDumpOfTheOtherIsa() throws IOException {
    String other = write("other", new ElfBytes(Isa.X86_64, false).read().store().readAll());
    String reason = "the image is of aarch64";

    assertRefused(CommandRun.of("inspect", images, other), reason, "of x86-64");
    assertRefused(CommandRun.of("entropy", other, "--image", images), other);
    assertRefused(CommandRun.of("shuffle", images, other, "--seed", "1"), reason, "of x86-64");
  }

  @Test
  void whatIsNoBinary() throws IOException {
    String text = write("text", "not a binary".getBytes());

    assertRefused(CommandRun.of("inspect", images, text), text);
    assertRefused(CommandRun.of("entropy", text), text);
  }

  @Test
  void aBinaryThatIsCutOff() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(binary));
    String cut = write("cut", Arrays.copyOf(whole, whole.length / 2));

    assertRefused(CommandRun.of("inspect", images, cut), cut);
    assertRefused(CommandRun.of("entropy", cut), cut);
  }

  @Test
  void aBinaryWithoutALayout() {
    assertRefused(CommandRun.of("entropy", binary), "layout");
  }

  @Test
  void aFolderWithoutADump() {
    assertRefused(
        CommandRun.of("inspect", folder.toString(), binary), folder.toString(), "inventory.img");
    assertRefused(CommandRun.of("entropy", binary, "--image", folder.toString()), "inventory.img");
  }
}
