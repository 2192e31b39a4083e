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
 * known type, soon. {@code -Driffle.mutations=N} draws more.
 */
class HostileInputIT {
  private static final int MUTATIONS = Integer.getInteger("riffle.mutations", 60);
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

  @GuestTest
  void meetsDamageWithTypedErrorsOnly(Guest guest) throws IOException {
    DumpedProgram dump = DumpedProgram.ofKernel(guest, "is", folder);
    Random random = new Random(17);
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int round = 0; round < MUTATIONS; round++) {
      String what = "round " + round;
      Pair pair = new Pair(dump.imageCopies(), new InMemoryStore("binary", dump.binary().clone()));
      if (random.nextInt(3) == 0) {
        damageImage(pair.images(), random);
      } else {
        byte[] binary = damagedBinary(dump, random);
        pair = new Pair(pair.images(), new InMemoryStore("binary", binary));
      }
      Pair damaged = pair;
      String outcome = assertTimeoutPreemptively(EACH, () -> shuffle(damaged), what);
      outcomes.merge(outcome, 1, Integer::sum);
    }
    // Every reader was reached, and some damage does no harm.
    assertThat(outcomes.keySet())
        .contains("CriuFormatException", "ElfFormatException", "LayoutFormatException", "shuffled");
  }

  private static String shuffle(Pair pair) throws IOException {
    byte[] binary = pair.binary().readAll();
    Map<String, byte[]> images = DumpedProgram.contents(pair.images());
    try (ImageDirectory image = ImageDirectory.open(pair.images())) {
      Shuffler.shuffle(image, ElfFile.read(pair.binary()), ShuffleOptions.seeded(1));
      return "shuffled";
    } catch (IOException refusal) {
      assertThat(refusal)
          .isInstanceOfAny(REFUSALS.toArray(Class[]::new))
          .hasMessageMatching("(?s).+");
      assertThat(pair.binary().readAll()).isEqualTo(binary);
      assertThat(DumpedProgram.contents(pair.images()).keySet()).isEqualTo(images.keySet());
      return refusal.getClass().getSimpleName();
    }
  }

  private static void damageImage(InMemoryDirectory images, Random random) {
    List<String> names =
        images.files().stream()
            .filter(name -> name.matches("(core|mm|pagemap|files|pstree|inventory)\\b.*"))
            .toList();
    String name = names.get(random.nextInt(names.size()));
    byte[] content = images.content(name);
    damage(content, 0, content.length, random);
    if (random.nextInt(5) == 0) {
      images.with(name, Arrays.copyOf(content, random.nextInt(content.length)));
    }
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
