package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.criu.ImageDirectory;
import io.riffle.criu.ProcessImage;
import io.riffle.elf.ElfFile;
import io.riffle.guest.Guest;
import io.riffle.isa.Isa;
import io.riffle.junit.GuestTest;
import io.riffle.shuffle.unwind.Frame;
import io.riffle.shuffle.unwind.Unwinder;
import io.riffle.storage.InMemoryDirectory;
import io.riffle.storage.InMemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** After a shuffle, whoever walks a stack finds in every frame what was found before. */
class SavedRegistersIT {
  private static final int SEEDS = 5;

  @TempDir Path folder;

  @GuestTest
  void areFoundAsBefore(Guest guest) throws IOException {
    DumpedProgram dump = DumpedProgram.ofKernel(guest, "bt", folder);
    List<String> before = walk(dump.imageCopies(), dump.binaryCopy());
    assertThat(before).hasSizeGreaterThan(4);
    int lost = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      InMemoryDirectory images = dump.imageCopies();
      InMemoryStore binary = dump.binaryCopy();
      // A second shuffle builds on what the first one wrote.
      shuffle(images, binary, ShuffleOptions.seeded(seed));
      shuffle(images, binary, ShuffleOptions.seeded(seed + SEEDS).allowingAgain());
      assertThat(walk(images, binary)).as("seed %d", seed).isEqualTo(before);
      if (guest.isa() == Isa.AARCH64) {
        Fault fault = new Fault(Fault.Kind.UNPATCHED_FRAME_INFO, 0);
        InMemoryDirectory others = dump.imageCopies();
        InMemoryStore other = dump.binaryCopy();
        shuffle(others, other, ShuffleOptions.seeded(seed).with(fault));
        lost += walk(others, other).equals(before) ? 0 : 1;
      }
    }
    // On x86-64 registers are saved by push and stay where they are.
    assertThat(lost).isEqualTo(guest.isa() == Isa.AARCH64 ? SEEDS : 0);
  }

  private static void shuffle(
      InMemoryDirectory images, InMemoryStore binary, ShuffleOptions options) throws IOException {
    try (ImageDirectory image = ImageDirectory.open(images)) {
      Shuffler.shuffle(image, ElfFile.read(binary), options);
    }
  }

  /** Each frame's pc, CFA and known registers. */
  private static List<String> walk(InMemoryDirectory images, InMemoryStore binary)
      throws IOException {
    List<String> frames = new ArrayList<>();
    try (ImageDirectory image = ImageDirectory.open(images)) {
      ElfFile elf = ElfFile.read(binary);
      for (ProcessImage process : image.processes()) {
        Optional<TargetProcess> target = TargetProcess.of(process, elf);
        Unwinder unwinder = Unwinder.of(List.of(target.orElseThrow().module()));
        for (Frame frame : unwinder.unwind(process.threads().get(0), process)) {
          frames.add(
              "%x cfa %x registers %s".formatted(frame.pc(), frame.cfa(), frame.registers()));
        }
      }
    }
    return frames;
  }
}
