package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.cli.ExitCode;
import io.riffle.cli.Main;
import io.riffle.criu.ImageDirectory;
import io.riffle.elf.ElfFile;
import io.riffle.guest.Guest;
import io.riffle.junit.GuestTest;
import io.riffle.storage.InMemoryDirectory;
import io.riffle.storage.InMemoryStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
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
    assertIsToldOnTheCommandLine(images, binary);
    assertThat(entropy.live().movable()).isGreaterThanOrEqualTo(moved);
  }

  private void assertIsToldOnTheCommandLine(InMemoryDirectory images, InMemoryStore binary)
      throws IOException {
    Path shuffled = Files.createDirectory(folder.resolve("shuffled"));
    new DumpedProgram(DumpedProgram.contents(images), binary.readAll()).writeTo(shuffled);
    String directory = shuffled.resolve("images").toString();
    String file = shuffled.resolve("binary").toString();
    assertThat(run("inspect", directory, file))
        .contains("main+0x", "cfa 0x", "was -", "no layout data");
    assertThat(run("inspect", directory, file, "--json")).contains("\"frames\"", "\"value\"");
    assertThat(run("entropy", file, "--image", directory))
        .contains("live (", "not live (", "pinned: ");
    StringWriter err = new StringWriter();
    int refused =
        Main.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            "shuffle",
            directory,
            file,
            "--seed",
            "1");
    assertThat(refused).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(err.toString()).contains("were shuffled already (seed 9)", "--again");
  }

  private static String run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments))
        .as("%s", err)
        .isEqualTo(ExitCode.OK);
    return out.toString();
  }

  @GuestTest
  void measuresTheEntropyThatAShuffleHas(Guest guest) throws IOException {
    DumpedProgram dump = DumpedProgram.ofKernel(guest, "cg", folder);
    Entropy entropy = entropy(dump.imageCopies(), dump.binaryCopy());
    ShuffleSummary summary;
    try (ImageDirectory image = ImageDirectory.open(dump.imageCopies())) {
      summary = Shuffler.shuffle(image, ElfFile.read(dump.binaryCopy()), ShuffleOptions.seeded(9));
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
