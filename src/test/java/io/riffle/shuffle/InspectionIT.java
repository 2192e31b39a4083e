package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of a dump is what is there, before a shuffle and after it. */
class InspectionIT {
  private static final ObjectMapper JSON = new ObjectMapper();

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
    assertHasFrames(run("inspect", directory, file, "--json"), "main");
    JsonNode entropy = JSON.readTree(run("entropy", file, "--image", directory, "--json"));
    assertThat(entropy.at("/live/movable").asInt()).isPositive();
    assertThat(entropy.at("/functions/0/name").asText()).isNotBlank();
    assertThat(run("entropy", file, "--image", directory))
        .contains("live (", "not live (", "pinned: ");
    assertThat(refusal("shuffle", directory, file, "--seed", "1"))
        .contains("were shuffled already (seed 9)", "--again");
  }

  private static String refusal(String... arguments) {
    StringWriter err = new StringWriter();
    int status =
        Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), arguments);
    assertThat(status).as("%s", err).isEqualTo(ExitCode.CHECK_FAILED);
    return err.toString();
  }

  private static String run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments))
        .as("%s", err)
        .isEqualTo(ExitCode.OK);
    return out.toString();
  }

  private static void assertHasFrames(String printed, String function) throws IOException {
    JsonNode inspection = JSON.readTree(printed);
    List<JsonNode> frames = new ArrayList<>();
    inspection.at("/threads/0/frames").forEach(frames::add);
    assertThat(frames).extracting(frame -> frame.get("function").asText()).contains(function);
    assertThat(frames)
        .flatExtracting(frame -> frame.get("objects").findValuesAsText("value"))
        .anyMatch(value -> value.matches("([0-9a-f]{2})+"));
  }

  @GuestTest
  void walksThroughSharedLibrariesBelowARoot(Guest guest) throws IOException {
    DumpedProgram dump = DumpedProgram.withLibraries(guest, folder);
    dump.writeTo(folder);
    Path root = Files.createDirectory(folder.resolve("root"));
    for (Map.Entry<String, byte[]> library : dump.libraries(guest, folder).entrySet()) {
      Path file = root.resolve(library.getKey().substring(1));
      Files.createDirectories(file.getParent());
      Files.write(file, library.getValue());
    }
    String images = folder.resolve("images").toString();
    String binary = folder.resolve("binary").toString();

    assertHasFrames(run("inspect", images, binary, "--root", root.toString(), "--json"), "main");
    assertThat(run("inspect", images, binary, "--root", root.toString()))
        .contains(" _start+0x", "no layout data");
    assertThat(
            JSON.readTree(
                    run("entropy", binary, "--image", images, "--root", root.toString(), "--json"))
                .at("/live/bits")
                .asDouble())
        .isPositive();
    String empty = Files.createDirectory(folder.resolve("empty")).toString();
    assertThat(refusal("inspect", images, binary, "--root", empty))
        .contains(".so.6", "below " + empty, "--root must be the folder");
    assertThat(refusal("entropy", binary, "--image", images, "--root", empty))
        .contains("--root must be the folder");
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
