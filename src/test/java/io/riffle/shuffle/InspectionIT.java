package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.criu.ImageDirectory;
import io.riffle.elf.ElfFile;
import io.riffle.guest.Guest;
import io.riffle.junit.GuestTest;
import io.riffle.storage.InMemoryDirectory;
import io.riffle.storage.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of a dump is what is there, before a shuffle and after it. */
class InspectionIT {
  @TempDir Path folder;

  @GuestTest
  void showsWhatMovedWhere(Guest guest) throws IOException {
    DumpedProgram dump = DumpedProgram.ofKernel(guest, "cg", folder);
    InMemoryDirectory images = dump.imageCopies();
    InMemoryStore binary = dump.binaryCopy();
    Inspection before = inspect(images, binary);
    Entropy entropy = entropy(images, binary);
    try (ImageDirectory image = ImageDirectory.open(images)) {
      Shuffler.shuffle(image, ElfFile.read(binary), ShuffleOptions.seeded(9));
    }
    Inspection after = inspect(images, binary);

    assertThat(before.threads()).hasSize(1);
    List<InspectedFrame> frames = before.threads().get(0).frames();
    assertThat(frames).extracting(InspectedFrame::function).contains("main", "solve");
    assertThat(frames.get(frames.size() - 1).function()).isEqualTo("_start");
    assertThat(frames).flatExtracting(InspectedFrame::objects).noneMatch(InspectedObject::moved);
    int moved = 0;
    for (int index = 0; index < frames.size(); index++) {
      InspectedFrame now = after.threads().get(0).frames().get(index);
      assertThat(now.cfa()).isEqualTo(frames.get(index).cfa());
      Map<Long, InspectedObject> old = new HashMap<>();
      frames.get(index).objects().forEach(object -> old.put(object.compiledOffset(), object));
      for (InspectedObject object : now.objects()) {
        InspectedObject was = old.get(object.compiledOffset());
        assertThat(object.value()).as("%s in %s", was, now.function()).isEqualTo(was.value());
        moved += object.moved() ? 1 : 0;
      }
    }
    assertThat(moved).isPositive();
    assertThat(entropy.live().movable()).isGreaterThanOrEqualTo(moved);
  }

  @GuestTest
  void measuresTheEntropyThatAShuffleHas(Guest guest) throws IOException {
    DumpedProgram dump = DumpedProgram.ofKernel(guest, "cg", folder);
    Entropy entropy = entropy(dump.imageCopies(), dump.binaryCopy());
    ShuffleSummary summary;
    try (ImageDirectory image = ImageDirectory.open(dump.imageCopies())) {
      summary =
          Shuffler.shuffle(image, ElfFile.read(dump.binaryCopy()), ShuffleOptions.seeded(9));
    }

    assertThat(entropy.live().bits()).isEqualTo(summary.live().bits()).isPositive();
    assertThat(entropy.notLive().bits()).isEqualTo(summary.notLive().bits());
    for (FunctionEntropy function : entropy.functions()) {
      int pinned = function.pinned().values().stream().mapToInt(Integer::intValue).sum();
      assertThat(function.movable() + pinned).as(function.name()).isEqualTo(function.objects());
      // n objects that all may take k places have at most n log2 k bits.
      assertThat(function.slotBits() * function.objects())
          .as(function.name())
          .isGreaterThanOrEqualTo(function.bits() - 1e-9);
    }
  }

  private static Inspection inspect(InMemoryDirectory images, InMemoryStore binary)
      throws IOException {
    try (ImageDirectory image = ImageDirectory.open(images)) {
      return Inspection.of(image, ElfFile.read(binary));
    }
  }

  private static Entropy entropy(InMemoryDirectory images, InMemoryStore binary)
      throws IOException {
    try (ImageDirectory image = ImageDirectory.open(images)) {
      return Entropy.of(ElfFile.read(binary), Optional.of(image));
    }
  }
}
