package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.elf.ElfFile;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.host.ToolFailedException;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.storage.LocalByteStore;
import io.riffle.workload.Shapes;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shuffled binaries that start afresh do what they did before. */
class ShuffleBinaryIT {
  private static final int SEEDS = 10;

  @TempDir Path folder;

  static Stream<Arguments> programs() {
    return Stream.of(Isa.values())
        .flatMap(
            isa ->
                Stream.of(
                        List.of("-O0"),
                        List.of("-O2"),
                        List.of("-O2", "-fno-omit-frame-pointer"),
                        List.of("-O1", "-fstack-protector-all"))
                    .map(options -> Arguments.of(isa, options)));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void runsTheSameUnderEverySeed(Isa isa, List<String> options) throws IOException {
    Optional<List<String>> runner = runner(isa);
    assertThat(runner).as("nothing here runs %s: the package qemu-user does", isa).isPresent();
    Path source = CompiledProgram.source("frames.c", folder);
    CompiledProgram program =
        CompiledProgram.compile(isa, folder.resolve("build"), List.of(source), options);
    String expected = run(runner.get(), program.binary());
    Set<ByteBuffer> binaries = new HashSet<>();
    Path chain = Files.copy(program.binary(), folder.resolve("chain"));
    for (int seed = 1; seed <= SEEDS; seed++) {
      Path shuffled = Files.copy(program.binary(), folder.resolve("seed-" + seed));
      assertThat(shuffle(shuffled, ShuffleOptions.seeded(seed)).total().moved()).isPositive();
      assertThat(run(runner.get(), shuffled)).as("seed %d", seed).isEqualTo(expected);
      binaries.add(ByteBuffer.wrap(Files.readAllBytes(shuffled)));
      // A shuffled binary can be shuffled again, since its layout was rewritten with it.
      shuffle(chain, ShuffleOptions.seeded(seed));
      assertThat(run(runner.get(), chain)).as("after %d shuffles", seed).isEqualTo(expected);
    }
    assertThat(binaries).hasSize(SEEDS);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void repeatsASeedAndKeepsBytesWithoutOne(Isa isa, List<String> options) throws IOException {
    Path source = CompiledProgram.source("frames.c", folder);
    Path binary =
        CompiledProgram.compile(isa, folder.resolve("build"), List.of(source), options).binary();
    Path first = Files.copy(binary, folder.resolve("first"));
    Path second = Files.copy(binary, folder.resolve("second"));
    Path identity = Files.copy(binary, folder.resolve("identity"));

    ShuffleSummary summary = shuffle(first, ShuffleOptions.seeded(42));
    shuffle(second, ShuffleOptions.seeded(42));
    ShuffleSummary unchanged = shuffle(identity, ShuffleOptions.unchanged());

    assertThat(first).hasSameBinaryContentAs(second);
    assertThat(identity).hasSameBinaryContentAs(binary);
    assertThat(unchanged.bytesWritten()).isPositive();
    assertThat(unchanged.total().moved()).isZero();
    assertThat(unchanged.total().bits()).isEqualTo(summary.total().bits());
  }

  /** Code that several functions call uses the frames of all of them. */
  @Test
  void leavesFunctionsAloneThatShareCode() throws IOException {
    Isa isa = Isa.AARCH64; // LLVM outlines there by default, at -Oz.
    Path source = CompiledProgram.source("outlined.c", folder);
    Path binary =
        CompiledProgram.compile(isa, folder.resolve("build"), List.of(source), List.of("-Oz", "-w"))
            .binary();
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
      assertThat(BinaryAnalysis.of(ElfFile.read(store)).functions())
          .extracting(function -> function.layout().name())
          .contains("main")
          .doesNotContain("first", "fifth");
    }
    String expected = run(runner(isa).orElseThrow(), binary);
    for (int seed = 1; seed <= 3; seed++) {
      Path shuffled = Files.copy(binary, folder.resolve("outlined-" + seed));
      shuffle(shuffled, ShuffleOptions.seeded(seed));
      assertThat(run(runner(isa).orElseThrow(), shuffled)).isEqualTo(expected);
    }
  }

  /** A shuffled program's own unwinder finds registers where they are saved now. */
  @Test
  void unwindsWhatItHasShuffled() throws IOException {
    Isa isa = Isa.AARCH64; // Only there do saved registers move.
    List<String> runner = new ArrayList<>(runner(isa).orElseThrow());
    if (!isa.isHost()) {
      runner.addAll(List.of("-L", "/usr/" + isa.triple()));
    }
    Path program = Shapes.build(Shapes.find("unwinds"), isa, BuildCache.of(Home.fromEnvironment()));
    String expected = run(runner, program);
    for (int seed = 1; seed <= 3; seed++) {
      Path shuffled = Files.copy(program, folder.resolve("whole-" + seed));
      shuffle(shuffled, ShuffleOptions.seeded(seed));
      assertThat(run(runner, shuffled)).as("seed %d", seed).isEqualTo(expected);
      Path damaged = Files.copy(program, folder.resolve("damaged-" + seed));
      Fault fault = new Fault(Fault.Kind.UNPATCHED_FRAME_INFO, 0);
      shuffle(damaged, ShuffleOptions.seeded(seed).with(fault));
      assertThat(run(runner, damaged)).as("fault, seed %d", seed).isNotEqualTo(expected);
    }
  }

  static Stream<Arguments> addressed() {
    return Stream.of(Isa.values())
        .flatMap(
            isa ->
                Stream.of("addressed-O0", "addressed-O1", "addressed-O2", "addressed-O3-pie")
                    .map(shape -> Arguments.of(isa, shape)));
  }

  /** Objects whose address is taken move, with each address; one that is left is noticed. */
  @ParameterizedTest
  @MethodSource("addressed")
  void movesWhatHasAnAddress(Isa isa, String shape) throws IOException {
    List<String> runner = new ArrayList<>(runner(isa).orElseThrow());
    if (!isa.isHost()) {
      runner.addAll(List.of("-L", "/usr/" + isa.triple()));
    }
    Path program = Shapes.build(Shapes.find(shape), isa, BuildCache.of(Home.fromEnvironment()));
    String expected = run(runner, program);
    Path chain = Files.copy(program, folder.resolve("chain"));
    int caught = 0;
    long arrays = 0;
    for (int seed = 1; seed <= 4; seed++) {
      arrays +=
          shuffle(chain, ShuffleOptions.seeded(seed)).functions().stream()
              .flatMap(function -> function.moves().stream())
              .filter(move -> move.size() > 16)
              .count();
      assertThat(run(runner, chain)).as("after %d shuffles", seed).isEqualTo(expected);
      Path damaged = Files.copy(program, folder.resolve("damaged-" + seed));
      Fault fault = new Fault(Fault.Kind.UNPATCHED_ADDRESS, seed * 5);
      shuffle(damaged, ShuffleOptions.seeded(seed).with(fault));
      caught += outcome(runner, damaged).equals(expected) ? 0 : 1;
    }
    assertThat(arrays).as("arrays and structures that moved").isPositive();
    assertThat(caught).as("addresses left as they were that were noticed").isPositive();
  }

  private String outcome(List<String> runner, Path binary) {
    try {
      return run(runner, binary);
    } catch (ToolFailedException e) {
      return e.getMessage();
    }
  }

  private static ShuffleSummary shuffle(Path binary, ShuffleOptions options) throws IOException {
    try (LocalByteStore store = LocalByteStore.open(binary)) {
      return Shuffler.shuffleBinary(ElfFile.read(store), options);
    }
  }

  private String run(List<String> runner, Path binary) {
    List<String> command = new ArrayList<>(runner);
    command.add(binary.toString());
    return Tools.run(command, folder, Duration.ofMinutes(1));
  }

  /** How this machine runs a program of an ISA: directly, or by QEMU's user mode. */
  private static Optional<List<String>> runner(Isa isa) {
    if (isa.isHost()) {
      return Optional.of(List.of());
    }
    String emulator = "qemu-" + isa.displayName().replace('-', '_');
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv("PATH"))
        .map(directory -> Path.of(directory, emulator))
        .filter(Files::isExecutable)
        .findFirst()
        .map(path -> List.of(path.toString()));
  }
}
