package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.riffle.criu.CriuFormatException;
import io.riffle.criu.ImageDirectory;
import io.riffle.criu.MissingPageException;
import io.riffle.elf.ElfFile;
import io.riffle.elf.ElfFormatException;
import io.riffle.elf.Section;
import io.riffle.guest.Guest;
import io.riffle.junit.GuestTest;
import io.riffle.shuffle.layout.LayoutFormatException;
import io.riffle.shuffle.layout.LayoutSection;
import io.riffle.shuffle.unwind.ModuleFiles;
import io.riffle.shuffle.unwind.UnwindException;
import io.riffle.storage.InMemoryDirectory;
import io.riffle.storage.InMemoryStore;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged binaries and images, drawn by chance: what comes of them is a shuffle or a refusal of a
 * known type, soon. {@code -Driffle.mutations=N} draws more, {@code -Driffle.seed=S} others.
 */
class HostileInputIT {
  private static final int MUTATIONS = Integer.getInteger("riffle.mutations", 60);
  private static final long SEED = Long.getLong("riffle.seed", 17);
  private static final int PAGE = 4096;
  private static final Duration EACH = Duration.ofSeconds(60);
  private static final List<Class<? extends IOException>> REFUSALS =
      List.of(
          CriuFormatException.class,
          ElfFormatException.class,
          LayoutFormatException.class,
          MissingPageException.class,
          ShuffleException.class,
          UnwindException.class,
          EOFException.class);

  @TempDir Path folder;

  /** What a refusal would have changed. */
  private record Pair(InMemoryDirectory images, InMemoryStore binary) {}

  /** A dump, and what the guest has below {@code /} that its process had mapped. */
  private record Target(DumpedProgram dump, InMemoryDirectory root) {}

  @GuestTest
  void meetsDamageWithTypedErrorsOnly(Guest guest) throws IOException {
    List<Target> targets =
        List.of(
            new Target(DumpedProgram.ofKernel(guest, "is", folder), new InMemoryDirectory()),
            withLibraries(guest));
    Random random = new Random(SEED);
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int round = 0; round < MUTATIONS; round++) {
      Target target = targets.get(round % targets.size());
      Pair damaged =
          new Pair(
              target.dump().imageCopies(),
              new InMemoryStore("binary", target.dump().binary().clone()));
      InMemoryDirectory root = target.root();
      String what = "seed " + SEED + ", round " + round + ", damage of ";
      if (random.nextInt(3) == 0) {
        what += damageImage(damaged.images(), random);
      } else if (!root.files().isEmpty() && random.nextInt(4) == 0) {
        root = copy(root);
        what += damageLibrary(root, random);
      } else {
        what += "the binary";
        byte[] binary = damagedBinary(target.dump(), random);
        damaged = new Pair(damaged.images(), new InMemoryStore("binary", binary));
      }
      outcomes.merge(outcome(damaged, root, what), 1, Integer::sum);
    }
    System.out.printf("%s, seed %d: %s%n", guest.isa(), SEED, outcomes);
    // Every reader was reached, and some damage does no harm.
    assertThat(outcomes.keySet())
        .contains("CriuFormatException", "ElfFormatException", "LayoutFormatException", "shuffled");
  }

  /** A program that is stopped with frames of its own; its stack ends in the C library. */
  private Target withLibraries(Guest guest) throws IOException {
    DumpedProgram dump = DumpedProgram.withLibraries(guest, folder);
    InMemoryDirectory root = new InMemoryDirectory();
    dump.libraries(guest, folder).forEach((path, content) -> root.with(path.substring(1), content));
    Pair whole = new Pair(dump.imageCopies(), dump.binaryCopy());
    assertThat(outcome(whole, root, "nothing")).isEqualTo("shuffled");
    Pair alone = new Pair(dump.imageCopies(), dump.binaryCopy());
    assertThat(outcome(alone, new InMemoryDirectory(), "no library")).isEqualTo("UnwindException");
    return new Target(dump, root);
  }

  private static InMemoryDirectory copy(InMemoryDirectory root) {
    InMemoryDirectory copy = new InMemoryDirectory();
    root.files().forEach(file -> copy.with(file, root.content(file).clone()));
    return copy;
  }

  private static String outcome(Pair damaged, InMemoryDirectory root, String what) {
    try {
      return assertTimeoutPreemptively(EACH, () -> shuffle(damaged, root, what), what);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(what + ": " + e, e);
    }
  }

  private static String shuffle(Pair pair, InMemoryDirectory root, String what) throws IOException {
    byte[] binary = pair.binary().readAll();
    Map<String, byte[]> images = DumpedProgram.contents(pair.images());
    try (ImageDirectory image = ImageDirectory.open(pair.images());
        ModuleFiles libraries = ModuleFiles.below(root)) {
      Shuffler.shuffle(image, ElfFile.read(pair.binary()), libraries, ShuffleOptions.seeded(1));
      return "shuffled";
    } catch (IOException refusal) {
      assertThat(refusal)
          .as(what)
          .isInstanceOfAny(REFUSALS.toArray(Class[]::new))
          .hasMessageMatching("(?s).+");
      assertThat(pair.binary().readAll()).as(what).isEqualTo(binary);
      Map<String, byte[]> after = DumpedProgram.contents(pair.images());
      assertThat(after.keySet()).as(what).isEqualTo(images.keySet());
      after.forEach(
          (name, content) ->
              assertThat(content).as(what + ", " + name).isEqualTo(images.get(name)));
      return refusal.getClass().getSimpleName();
    }
  }

  /** Damages an image, and says which. */
  private static String damageImage(InMemoryDirectory images, Random random) {
    List<String> names =
        images.files().stream()
            .filter(name -> name.matches("(core|mm|pagemap|pages|files|pstree|inventory)\\b.*"))
            .toList();
    String name = names.get(random.nextInt(names.size()));
    byte[] content = images.content(name);
    if (name.startsWith("pages")) {
      // A few bytes of so many would hardly ever be of a stack or of code.
      for (int count = 1 + random.nextInt(content.length / PAGE); count > 0; count--) {
        int page = random.nextInt(content.length / PAGE) * PAGE;
        damage(content, page, PAGE, random);
      }
    } else {
      damage(content, 0, content.length, random);
    }
    if (random.nextInt(5) == 0) {
      images.with(name, Arrays.copyOf(content, random.nextInt(content.length)));
    }
    return name;
  }

  /** Damages a shared library where its frames are described, and says which. */
  private static String damageLibrary(InMemoryDirectory root, Random random) throws IOException {
    List<String> names = root.files();
    String name = names.get(random.nextInt(names.size()));
    byte[] content = root.content(name);
    ElfFile elf = ElfFile.read(new InMemoryStore(name, content.clone()));
    Section frames = elf.section(".eh_frame").orElseThrow();
    for (int count = 0; count < 500; count++) {
      damage(content, (int) frames.offset(), (int) frames.size(), random);
    }
    if (random.nextInt(5) == 0) {
      damage(content, 0, 64 + 56 * elf.segments().size(), random);
    }
    return name;
  }

  private static byte[] damagedBinary(DumpedProgram dump, Random random) throws IOException {
    byte[] binary = dump.binary().clone();
    ElfFile elf = ElfFile.read(dump.binaryCopy());
    List<long[]> parts = new ArrayList<>();
    parts.add(new long[] {0, 64 + 56L * elf.segments().size()});
    for (String name : List.of(".eh_frame", ".symtab", ".text", LayoutSection.NAME)) {
      Section section = elf.section(name).orElseThrow();
      parts.add(new long[] {section.offset(), section.size()});
    }
    // The table of sections is the last thing in the file.
    long table = 64L * elf.sections().size();
    parts.add(new long[] {binary.length - table, table});
    long[] part = parts.get(random.nextInt(parts.size()));
    damage(binary, (int) part[0], (int) part[1], random);
    return random.nextInt(10) == 0 ? Arrays.copyOf(binary, random.nextInt(binary.length)) : binary;
  }

  private static void damage(byte[] bytes, int start, int length, Random random) {
    int count = 1 + random.nextInt(8);
    for (int number = 0; number < count; number++) {
      int at = start + random.nextInt(length);
      bytes[at] =
          random.nextBoolean() ? (byte) random.nextInt() : (byte) (random.nextBoolean() ? -1 : 0);
    }
  }
}
