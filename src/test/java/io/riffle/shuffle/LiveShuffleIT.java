package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.riffle.elf.ElfFile;
import io.riffle.host.BuildCache;
import io.riffle.host.CrossCompiler;
import io.riffle.host.Home;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.shuffle.ShuffleOptions.Part;
import io.riffle.storage.LocalByteStore;
import io.riffle.workload.Shapes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shuffles a running program of this machine at instructions chosen by chance. */
class LiveShuffleIT {
  private static final int STOPS = Integer.getInteger("riffle.stops", 12);
  private static final int LIVES = 3;

  @TempDir Path folder;
  private Path halt;
  private Duration lifetime;
  private String rounds = "20000";

  @BeforeEach
  void compileHalt() throws Exception {
    assumeTrue(Isa.X86_64.isHost(), "halt.c knows the registers of x86-64 alone");
    halt = folder.resolve("halt");
    List<String> command = new ArrayList<>(CrossCompiler.command(Isa.X86_64));
    Path source = CompiledProgram.source("halt.c", folder);
    command.addAll(List.of("-O1", source.toString(), "-o", halt.toString()));
    Tools.run(command, folder, Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-O0", "-O2"})
  void runsOnAsIfNothingHadHappened(String level) throws Exception {
    Path binary = compile(level);
    String expected = undisturbed(binary);
    int live = 0;
    for (int stop = 0; stop < STOPS; stop++) {
      Run run = run(binary, "stop" + stop, stop, ShuffleOptions.seeded(stop));
      assertThat(run.status).as("status after stop %d", stop).hasValue(0);
      assertThat(run.output).as("output after stop %d", stop).isEqualTo(expected);
      live += run.moved;
    }
    assertThat(live).as("objects moved in live frames").isPositive();
  }

  @Test
  void noticesWhenOneHalfIsLeftOut() throws Exception {
    Path binary = compile("-O0");
    String expected = undisturbed(binary);
    for (Part part : Part.values()) {
      int caught = 0;
      for (int stop = 0; stop < STOPS && caught == 0; stop++) {
        Run run = run(binary, part + "-" + stop, stop, ShuffleOptions.only(part, stop));
        caught += run.status.equals(OptionalInt.of(0)) && run.output.equals(expected) ? 0 : 1;
      }
      assertThat(caught).as("damage by %s alone", part).isPositive();
    }
  }

  /** What has its address taken moves in functions that are not live, and only there. */
  @ParameterizedTest
  @ValueSource(strings = {"addressed-O0", "addressed-O1", "addressed-O2"})
  void leavesAddressesOfLiveFramesAlone(String shape) throws Exception {
    // Short ones: its life must be long beside what it takes to start a program on a busy machine.
    rounds = "400000";
    Path binary =
        Shapes.build(Shapes.find(shape), Isa.X86_64, BuildCache.of(Home.fromEnvironment()));
    String expected = undisturbed(binary);
    int caught = 0;
    for (int stop = 0; stop < STOPS; stop++) {
      Run run = run(binary, "stop" + stop, stop, ShuffleOptions.seeded(stop));
      assertThat(run.status).as("status after stop %d", stop).hasValue(0);
      assertThat(run.output).as("output after stop %d", stop).isEqualTo(expected);
      Fault careless = new Fault(Fault.Kind.MOVED_WHILE_LIVE, 0);
      try {
        run = run(binary, "fault" + stop, stop, ShuffleOptions.seeded(stop).with(careless));
        boolean same = run.status.equals(OptionalInt.of(0)) && run.output.equals(expected);
        caught += same ? 0 : 1;
      } catch (ShuffleException nothingToDoWrong) {
        assertThat(nothingToDoWrong).hasMessageContaining("no place for the fault");
      }
    }
    assertThat(caught).as("stops after which moved objects of live frames showed").isPositive();
  }

  /** What the program prints if nothing happens to it; how long it lives is kept. */
  private String undisturbed(Path binary) {
    String output = "";
    lifetime = Duration.ofMinutes(1);
    for (int run = 0; run < LIVES; run++) {
      long start = System.nanoTime();
      output = Tools.run(List.of(binary.toString(), rounds), folder, Duration.ofMinutes(1));
      Duration lasted = Duration.ofNanos(System.nanoTime() - start);
      lifetime = lasted.compareTo(lifetime) < 0 ? lasted : lifetime;
    }
    return output;
  }

  private record Run(OptionalInt status, String output, int moved) {}

  private Run run(Path original, String name, int stop, ShuffleOptions options) throws Exception {
    Path binary = Files.copy(original, folder.resolve("binary-" + name));
    Path work = folder.resolve(name);
    // Spread over the first half of its life, however fast this machine is.
    int microseconds = Math.toIntExact(lifetime.toNanos() / 2_000 * (stop + 1) / (STOPS + 1));
    try (HaltedProgram program = HaltedProgram.start(halt, work, microseconds, binary, rounds)) {
      assertThat(program.stopped()).isTrue();
      ShuffleSummary summary;
      // The running program's own file cannot be written to; what it maps comes from the pages.
      Path copy = Files.copy(binary, folder.resolve("copy-" + name));
      try (LocalByteStore pages = program.pages();
          LocalByteStore store = LocalByteStore.open(copy)) {
        summary = Shuffler.shuffle(List.of(program.image(pages)), ElfFile.read(store), options);
      }
      OptionalInt status = program.resume();
      return new Run(status, program.output(), summary.live().moved());
    }
  }

  private Path compile(String level) throws Exception {
    Path source = CompiledProgram.source("frames.c", folder);
    return CompiledProgram.compile(
            Isa.X86_64, folder.resolve("build"), List.of(source), List.of(level))
        .binary();
  }
}
