package io.riffle.criu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.criu.proto.PagemapHead;
import io.riffle.isa.Isa;
import io.riffle.storage.ByteStore;
import io.riffle.storage.ForwardingDirectory;
import io.riffle.storage.InMemoryDirectory;
import io.riffle.storage.InMemoryStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImageDirectoryTest {
  private final InMemoryDirectory directory = ImageBytes.process();

  @Test
  void readsProcessThreadsAndMappings() throws IOException {
    try (ImageDirectory images = ImageDirectory.open(directory)) {
      ProcessImage process = images.processes().get(0);

      assertThat(images.isa()).isEqualTo(Isa.AARCH64);
      assertThat(process.pid()).isEqualTo(77);
      assertThat(process.executable()).contains("/root/program");
      assertThat(process.threads()).extracting(ThreadImage::tid).containsExactly(77, 78);
      assertThat(process.threads())
          .extracting(ThreadImage::pc)
          .containsExactly(0x400100L, 0x400200L);
      assertThat(process.threads().get(0).register(30)).isEqualTo(130);
      assertThat(process.threads().get(0).register(31)).isEqualTo(ImageBytes.STACK + 0x1010);
      assertThat(process.mappings())
          .extracting(MemoryMapping::vdso)
          .containsExactly(false, true, false);
      assertThat(process.mappings().get(0).file()).contains("/root/program");
      assertThat(process.mappings().get(0).fileOffset()).isEqualTo(0x1000);
      assertThat(process.mappings().get(2).file()).isEmpty();
      assertThat(process.mappingAt(0x401fff).orElseThrow().executable()).isTrue();
      assertThat(process.mappingAt(0x402000)).isEmpty();
    }
  }

  @Test
  void readsMemoryThroughThePagemap() throws IOException {
    try (ImageDirectory images = ImageDirectory.open(directory)) {
      Memory memory = images.processes().get(0).memory();

      assertThat(memory.pages())
          .extracting(PageRange::content)
          .containsExactly(
              PageRange.Content.PARENT, PageRange.Content.ZERO, PageRange.Content.DUMPED);
      assertThat(memory.read(ImageBytes.STACK + 0x1ffe, 4))
          .isEqualTo(Arrays.copyOfRange(directory.content("pages-1.img"), 0xffe, 0x1002));
    }
  }

  @Test
  void closesEveryFile() throws IOException {
    ImageDirectory.open(directory).close();

    assertThat(directory.opened()).allMatch(InMemoryStore::closed);
  }

  @Test
  void opensForWritingOnlyThePagesAndOnlyIfTheyMayBeWritten() throws IOException {
    Modes modes = new Modes(directory);
    ImageDirectory.openReadOnly(modes).close();
    assertThat(modes.forWriting).isEmpty();

    ImageDirectory.open(modes).close();
    assertThat(modes.forWriting).containsExactly("pages-1.img");
  }

  /** Remembers what was opened for writing too. */
  private static final class Modes extends ForwardingDirectory {
    private final InMemoryDirectory directory;
    private final List<String> forWriting = new ArrayList<>();

    Modes(InMemoryDirectory directory) {
      super(directory);
      this.directory = directory;
    }

    @Override
    public ByteStore open(String file) throws IOException {
      forWriting.add(file);
      return directory.open(file);
    }

    @Override
    public ByteStore openReadOnly(String file) throws IOException {
      return directory.open(file);
    }
  }

  @Test
  void keepsWhatIsNotAnImageDirectoryOut() {
    assertFails(
        new InMemoryDirectory(), "memory: is no directory of CRIU images: it has no inventory.img");
  }

  @Test
  void namesWhatIsMissing() {
    for (String file :
        List.of(
            "files.img",
            "pstree.img",
            "core-78.img",
            "mm-77.img",
            "pagemap-77.img",
            "pages-1.img")) {
      InMemoryDirectory incomplete = ImageBytes.process();
      incomplete.remove(file);
      assertFails(incomplete, "memory/" + file + ": is missing from the dump");
    }
  }

  @Test
  void refusesAnotherKindOfImage() {
    directory.with("mm-77.img", directory.content("files.img"));

    assertFails(
        directory,
        "memory/mm-77.img: is no CRIU image of kind MM: magic 0x56303138 instead of 0x57492820");
  }

  @Test
  void refusesForeignAndMixedMachines() {
    directory.with("core-78.img", ImageBytes.image(0x55053847, ImageBytes.core(4, 31, 0)));
    assertFails(directory, "core-78.img: is of CRIU's machine type 4");
    directory.with("core-78.img", ImageBytes.image(0x55053847, ImageBytes.core(3, 30, 0)));
    assertFails(directory, "core-78.img: does not have the 64-bit registers of aarch64");
    directory.with("core-78.img", ImageBytes.image(0x55053847, ImageBytes.core(1, 31, 0)));
    assertFails(directory, "core-78.img: is of x86-64 and others are of aarch64");
  }

  @Test
  void refusesPagesThatDoNotMatchTheirMap() {
    directory.with("pages-1.img", new byte[0x1000]);

    assertFails(
        directory, "memory/pages-1.img: has 4096 bytes, but memory/pagemap-77.img lists 8192");
    assertThat(directory.opened()).allMatch(InMemoryStore::closed);
  }

  @Test
  void refusesAPagemapThatIsNotInOrder() {
    directory.with(
        "pagemap-77.img",
        ImageBytes.image(
            0x56084025,
            PagemapHead.newBuilder().setPagesId(1).build(),
            ImageBytes.pages(0x2000, 1, 4),
            ImageBytes.pages(0x2000, 1, 4)));

    assertFails(directory, "pages at 0x2000 are not aligned, or not in order");
  }

  @Test
  void meetsDamageWithTypedErrorsOnly() {
    Random random = new Random(1);
    List<String> names =
        directory.files().stream().filter(name -> !name.startsWith("pages-")).toList();
    int refused = 0;
    for (int round = 0; round < 3_000; round++) {
      InMemoryDirectory damaged = ImageBytes.process();
      String name = names.get(random.nextInt(names.size()));
      byte[] bytes = damaged.content(name).clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      damaged.with(name, bytes);
      try (ImageDirectory images = ImageDirectory.open(damaged)) {
        Memory memory = images.processes().get(0).memory();
        memory.holds(ImageBytes.STACK, Long.MAX_VALUE);
      } catch (IOException typed) {
        assertThat(typed).isInstanceOf(CriuFormatException.class);
        refused++;
      }
      assertThat(damaged.opened()).allMatch(InMemoryStore::closed);
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  private static void assertFails(InMemoryDirectory images, String message) {
    assertThatThrownBy(() -> ImageDirectory.open(images))
        .isInstanceOf(CriuFormatException.class)
        .hasMessageContaining(message);
  }
}
