package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.riffle.criu.CriuFormatException;
import io.riffle.criu.ImageDirectory;
import io.riffle.elf.ElfFile;
import io.riffle.elf.Section;
import io.riffle.guest.Guest;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.junit.GuestTest;
import io.riffle.shuffle.layout.LayoutFormatException;
import io.riffle.shuffle.layout.LayoutSection;
import io.riffle.storage.InMemoryDirectory;
import io.riffle.storage.InMemoryStore;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** What does not belong together is refused with its reason, and nothing is changed. */
class RefusedPairIT {
  private static final ShuffleOptions SHUFFLE = ShuffleOptions.seeded(3);

  @TempDir Path folder;

  @GuestTest
  void refusesWhatDoesNotBelongTogether(Guest guest) throws IOException {
    DumpedProgram cg = DumpedProgram.ofKernel(guest, "cg", folder);
    DumpedProgram is = DumpedProgram.ofKernel(guest, "is", folder);
    // The binary of another program, under whatever name it was dumped.
    assertRefused(cg.imageCopies(), is.binary(), ShuffleException.class, "");
    assertRefused(
        cg.imageCopies(),
        binaryOf(otherIsa(guest.isa())),
        ShuffleException.class,
        "give the binary that was running");
    // The same program in another state, with which its text pages agree but for the stamp.
    assertRefused(
        cg.imageCopies(),
        shuffledAlone(cg, 5),
        ShuffleException.class,
        "does not run this binary: its code differs at");
    assertRefused(
        new InMemoryDirectory().with("notes.txt", new byte[3]),
        cg.binary(),
        CriuFormatException.class,
        "is no directory of CRIU images: it has no inventory.img");
  }

  @GuestTest
  void refusesDamage(Guest guest) throws IOException {
    DumpedProgram cg = DumpedProgram.ofKernel(guest, "cg", folder);
    for (String image : cg.images().keySet()) {
      boolean read = image.matches("(core|mm|pagemap|pages|files|pstree|inventory)\\b.*\\.img");
      if (read) {
        byte[] content = cg.images().get(image);
        InMemoryDirectory cut = cg.imageCopies();
        cut.with(image, Arrays.copyOf(content, content.length * 2 / 3));
        assertRefused(cut, cg.binary(), CriuFormatException.class, image);
      }
    }
    InMemoryDirectory strange = cg.imageCopies();
    String core =
        cg.images().keySet().stream().filter(name -> name.startsWith("core")).findFirst().get();
    strange.content(core)[5] ^= 0x40;
    assertRefused(strange, cg.binary(), CriuFormatException.class, "is no CRIU image of kind CORE");

    byte[] damagedLayout = cg.binary().clone();
    // The header's build-id begins at byte 48.
    damagedLayout[(int) section(cg, LayoutSection.NAME).offset() + 48] ^= 1;
    assertRefused(
        cg.imageCopies(),
        damagedLayout,
        LayoutFormatException.class,
        "section .riffle.layout is damaged, its checksum is wrong");

    byte[] rewritten = cg.binary().clone();
    ElfFile elf = ElfFile.read(cg.binaryCopy());
    rewritten[elf.fileOffset(elf.function("main").orElseThrow().value()).get().intValue() + 8] ^= 1;
    assertRefused(
        cg.imageCopies(),
        rewritten,
        ShuffleException.class,
        "its code is not what its layout was made for");
  }

  @GuestTest
  void refusesASecondShuffleOfTheSameImages(Guest guest) throws IOException {
    DumpedProgram cg = DumpedProgram.ofKernel(guest, "cg", folder);
    InMemoryDirectory images = cg.imageCopies();
    InMemoryStore binary = cg.binaryCopy();
    shuffle(images, binary, SHUFFLE);

    assertRefused(
        images, binary.readAll(), ShuffleException.class, "were shuffled already (seed 3)");
    assertRefused(
        images,
        shuffledAlone(cg, 5),
        ShuffleException.class,
        "was shuffled (seed 3) together with another state");
    shuffle(images, binary, ShuffleOptions.seeded(4).allowingAgain());
    // An identity rewrite is no shuffle: the pair may still be shuffled.
    InMemoryDirectory fresh = cg.imageCopies();
    shuffle(fresh, cg.binaryCopy(), ShuffleOptions.unchanged());
    shuffle(fresh, cg.binaryCopy(), SHUFFLE);
  }

  private static void assertRefused(
      InMemoryDirectory images, byte[] binary, Class<? extends IOException> kind, String reason)
      throws IOException {
    Map<String, byte[]> before = DumpedProgram.contents(images);
    before.replaceAll((name, content) -> content.clone());
    InMemoryStore store = new InMemoryStore("binary", binary.clone());
    Throwable refusal = catchThrowable(() -> shuffle(images, store, SHUFFLE));
    assertThat(refusal).isInstanceOf(kind).hasMessageContaining(reason);
    Map<String, byte[]> after = DumpedProgram.contents(images);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    after.forEach((name, content) -> assertThat(content).as(name).isEqualTo(before.get(name)));
    assertThat(store.readAll()).isEqualTo(binary);
  }

  private static void shuffle(
      InMemoryDirectory images, InMemoryStore binary, ShuffleOptions options) throws IOException {
    try (ImageDirectory image = ImageDirectory.open(images)) {
      Shuffler.shuffle(image, ElfFile.read(binary), options);
    }
  }

  private static byte[] shuffledAlone(DumpedProgram program, long seed) throws IOException {
    InMemoryStore binary = program.binaryCopy();
    Shuffler.shuffleBinary(ElfFile.read(binary), ShuffleOptions.seeded(seed));
    return binary.readAll();
  }

  private static Section section(DumpedProgram program, String name) throws IOException {
    return ElfFile.read(program.binaryCopy()).section(name).orElseThrow();
  }

  private static byte[] binaryOf(Isa isa) throws IOException {
    return Files.readAllBytes(
        NpbBuilder.bundled(BuildCache.of(Home.fromEnvironment()))
            .build(Workloads.find("cg", "S"), isa)
            .binary());
  }

  private static Isa otherIsa(Isa isa) {
    return isa == Isa.X86_64 ? Isa.AARCH64 : Isa.X86_64;
  }
}
