package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.criu.ImageDirectory;
import io.riffle.elf.ElfFile;
import io.riffle.flow.Completed;
import io.riffle.flow.Flow;
import io.riffle.flow.StopPoint;
import io.riffle.guest.Guest;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.host.JavaCommand;
import io.riffle.junit.GuestTest;
import io.riffle.storage.ByteStore;
import io.riffle.storage.Directory;
import io.riffle.storage.FailingDirectory;
import io.riffle.storage.InMemoryDirectory;
import io.riffle.storage.InMemoryStore;
import io.riffle.storage.Journal;
import io.riffle.storage.Journal.Recovery;
import io.riffle.storage.LocalByteStore;
import io.riffle.storage.LocalDirectory;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/** A shuffle changes binary and images together or not at all, however it is interrupted. */
class AtomicShuffleIT {
  private static final long SEED = 11;
  private static final Duration SMALL = Duration.ofSeconds(4);

  @TempDir Path folder;

  @GuestTest
  void isAllOrNothingWhereverItDies(Guest guest) throws IOException {
    DumpedProgram dump = DumpedProgram.ofKernel(guest, "cg", folder);
    InMemoryDirectory wholeImages = dump.imageCopies();
    InMemoryStore wholeBinary = dump.binaryCopy();
    shuffle(wholeImages, wholeBinary);
    Map<String, byte[]> shuffled = DumpedProgram.contents(wholeImages);
    Set<Recovery> seen = EnumSet.noneOf(Recovery.class);
    int steps = 0;
    for (boolean died = true; died; steps++) {
      InMemoryDirectory images = dump.imageCopies();
      InMemoryStore binary = dump.binaryCopy();
      FailingDirectory failing = new FailingDirectory(images, steps);
      try {
        shuffle(failing, failing.dying(binary));
        died = false;
      } catch (IOException death) {
        assertThat(death).hasMessage("the machine has died");
        Shuffler.recover(images, binary).ifPresent(seen::add);
      }
      Map<String, byte[]> after = DumpedProgram.contents(images);
      boolean old = isSame(after, dump.images()) && binary.readAll().length > 0;
      boolean oldBinary = Arrays.equals(binary.readAll(), dump.binary());
      boolean newBinary = Arrays.equals(binary.readAll(), wholeBinary.readAll());
      assertThat(old && oldBinary || isSame(after, shuffled) && newBinary)
          .as("all or nothing after %d steps", steps)
          .isTrue();
    }
    assertThat(steps).as("steps that change something").isGreaterThan(12);
    assertThat(seen).containsExactlyInAnyOrder(Recovery.values());
  }

  /**
   * Files of the dump itself; the note that says "shuffled" may be there after an undone shuffle.
   */
  private static boolean isSame(Map<String, byte[]> one, Map<String, byte[]> other) {
    Map<String, byte[]> left = new TreeMap<>(one);
    left.remove(ShuffleMark.FILE);
    Map<String, byte[]> right = new TreeMap<>(other);
    right.remove(ShuffleMark.FILE);
    return left.keySet().equals(right.keySet())
        && left.entrySet().stream()
            .allMatch(file -> Arrays.equals(file.getValue(), right.get(file.getKey())));
  }

  @GuestTest
  void survivesAKilledRiffle(Guest guest) throws Exception {
    DumpedProgram dump = DumpedProgram.ofKernel(guest, "is", folder);
    dump.writeTo(folder);
    Path images = folder.resolve("images");
    Path binary = folder.resolve("binary");
    Process other =
        new ProcessBuilder(
                JavaCommand.of(
                    KilledShuffle.class,
                    images.toString(),
                    binary.toString(),
                    Long.toString(SEED),
                    "1"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("other.log").toFile())
            .start();
    assertThat(other.waitFor(guest.budget(SMALL).toSeconds() * 4, TimeUnit.SECONDS)).isTrue();
    assertThat(other.exitValue())
        .as(Files.readString(folder.resolve("other.log")))
        .isEqualTo(128 + 9);
    assertThat(images.resolve(Journal.FILE)).exists();
    assertThatThrownBy(() -> ImageDirectory.open(new LocalDirectory(images)).close())
        .hasMessageContaining("riffle shuffle --recover");

    try (LocalByteStore store = LocalByteStore.open(binary)) {
      assertThat(Shuffler.recover(new LocalDirectory(images), store))
          .contains(Recovery.ROLLED_BACK);
    }

    assertThat(binary).hasBinaryContent(dump.binary());
    assertThat(isSame(DumpedProgram.contents(new LocalDirectory(images)), dump.images())).isTrue();
  }

  @GuestTest
  void recoversOverSftpAndTheProgramRunsOn(Guest guest) throws IOException {
    Workload workload = Workloads.find("is", "S");
    String name = "is-atomic";
    Path binary =
        NpbBuilder.bundled(BuildCache.of(Home.fromEnvironment()))
            .build(workload, guest.isa())
            .binary();
    Flow flow =
        DumpedProgram.flow(
            guest,
            name,
            binary,
            new StopPoint.AtFunction(Workloads.migrationPoints(workload).get(0)),
            folder);
    String there = DumpedProgram.guestFolder(name);
    String digests = "cd " + there + " && sha256sum " + name + " images/*.img";
    String before = guest.run(digests, SMALL).orThrow().output();
    Directory images = guest.shell().directory(there + "/images");
    FailingDirectory failing = new FailingDirectory(images, 7);
    try (ByteStore store = guest.shell().directory(there).open(name)) {
      assertThatThrownBy(() -> shuffle(failing, failing.dying(store)))
          .hasMessage("the machine has died");
    }
    // Meanwhile no CRIU takes the images for whole ones.
    assertThat(guest.run("criu restore -D " + there + "/images", SMALL).exitCode()).isNotZero();

    try (ByteStore store = guest.shell().directory(there).open(name)) {
      assertThat(Shuffler.recover(images, store)).isEqualTo(Optional.of(Recovery.ROLLED_BACK));
    }
    assertThat(guest.run(digests, SMALL).orThrow().output()).isEqualTo(before);
    assertThat(flow.shuffle(ShuffleOptions.seeded(SEED)).orElseThrow().total().moved())
        .isPositive();
    flow.restore();
    Completed completed = flow.complete();

    assertThat(completed.output()).contains("SUCCESSFUL");
    guest.run("rm -rf " + there, SMALL).orThrow();
  }

  private static void shuffle(Directory images, ByteStore binary) throws IOException {
    try (ImageDirectory image = ImageDirectory.open(images)) {
      Shuffler.shuffle(image, ElfFile.read(binary), ShuffleOptions.seeded(SEED));
    }
  }
}
