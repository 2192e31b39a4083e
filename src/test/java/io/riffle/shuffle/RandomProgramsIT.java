package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.elf.ElfFile;
import io.riffle.elf.Symbol;
import io.riffle.flow.Completed;
import io.riffle.flow.Flow;
import io.riffle.flow.InstalledProgram;
import io.riffle.flow.MonitorBuild;
import io.riffle.flow.Program;
import io.riffle.flow.StepFailedException;
import io.riffle.flow.StopPoint;
import io.riffle.guest.Guest;
import io.riffle.host.FileTree;
import io.riffle.host.Home;
import io.riffle.junit.GuestTest;
import io.riffle.shuffle.decode.Decoder;
import io.riffle.shuffle.decode.Instruction;
import io.riffle.storage.LocalByteStore;
import io.riffle.workload.MigrationPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs, stops and permutations drawn by chance, live in guests; what each prints undisturbed is
 * the oracle. {@code -Driffle.programs=N} draws more of them, {@code -Driffle.seed=S} others.
 */
class RandomProgramsIT {
  private static final int PROGRAMS = Integer.getInteger("riffle.programs", 3);
  private static final long SEED = Long.getLong("riffle.seed", 42);
  private static final int SHRINKING = 12;
  private static final int FORGETTING = 10;
  private static final String OTHERWISE = "it ended or printed otherwise: ";
  private static final Duration RUN = Duration.ofSeconds(5);

  @TempDir Path folder;

  /** How the place of a stop is drawn. */
  private enum Stop {
    /** The entry of a function, where all its callers' frames are full. */
    ENTRY,
    /** Any instruction of it. */
    INSTRUCTION,
    /** After a part of the time that it runs undisturbed, wherever it is then. */
    TIME
  }

  @GuestTest
  void runOnAsIfNothingHadHappened(Guest guest) {
    Map<Stop, Integer> moved = new EnumMap<>(Stop.class);
    for (int number = 0; number < PROGRAMS; number++) {
      RandomProgram program = RandomProgram.draw(SEED * 1_000 + number);
      for (Stop stop : Stop.values()) {
        Outcome outcome = run(guest, program, stop, ShuffleOptions.seeded(program.seed()));
        if (outcome.objection().isPresent()) {
          throw new AssertionError(failure(guest, program, stop, outcome));
        }
        moved.merge(stop, outcome.moved(), Integer::sum);
      }
    }
    System.out.printf("%s, seed %d: objects moved in live frames: %s%n", guest.isa(), SEED, moved);
    // A stop by time may hit the C library, or main before the first call.
    assertThat(moved.get(Stop.ENTRY)).as("objects moved in live frames").isPositive();
    assertThat(moved.get(Stop.INSTRUCTION)).as("moved at instructions").isPositive();
  }

  private String failure(Guest guest, RandomProgram program, Stop stop, Outcome outcome) {
    RandomProgram least =
        program.shrink(
            smaller ->
                run(guest, smaller, stop, ShuffleOptions.seeded(program.seed()))
                    .objection()
                    .isPresent(),
            SHRINKING);
    return "%s on %s, stopped at %s: %s; the least that fails is %s, stopped at %s, %s:%n%s"
        .formatted(
            program,
            guest.isa(),
            outcome.place(),
            outcome.objection().get(),
            least,
            run(guest, least, stop, ShuffleOptions.seeded(program.seed())).place(),
            least.level(),
            least.source());
  }

  /** The same with one frame left as it was: what the test above must be able to see. */
  @GuestTest
  void noticesAForgottenFrame(Guest guest) {
    Optional<String> objection =
        LongStream.iterate(SEED, seed -> seed + 1)
            .mapToObj(seed -> new RandomProgram(seed, 6, 24, 40))
            // All functions of the chain are on the stack then; the first has nothing in it yet.
            .filter(program -> program.stopFunction().equals("f0"))
            // What moved in a frame may be dead: not each program can notice.
            .limit(FORGETTING)
            .map(
                program ->
                    run(
                        guest,
                        program,
                        Stop.ENTRY,
                        ShuffleOptions.seeded(program.seed())
                            .with(new Fault(Fault.Kind.FORGOTTEN_FRAME, 2))))
            .flatMap(outcome -> outcome.objection().stream())
            .findFirst();

    assertThat(objection).hasValueSatisfying(text -> assertThat(text).startsWith(OTHERWISE));
  }

  /**
   * What a shuffle came to.
   *
   * @param objection what was wrong, if anything was
   * @param moved objects that moved in live frames; 0 if the program ended before its stop
   * @param place where it was to be stopped
   */
  private record Outcome(Optional<String> objection, int moved, StopPoint place) {}

  private Outcome run(Guest guest, RandomProgram program, Stop stop, ShuffleOptions options) {
    try {
      Path build = Files.createTempDirectory(folder, "build");
      Path source = Files.writeString(build.resolve("random.c"), program.source());
      Path binary =
          CompiledProgram.compile(
                  guest.isa(), build, List.of(source), List.of(program.level(), "-w"))
              .binary();
      InstalledProgram installed =
          InstalledProgram.install(
              guest,
              new Program("random", Map.of(guest.isa(), binary)),
              new MonitorBuild(Home.fromEnvironment()).get(guest.isa()));
      Flow flow = new Flow(installed, RUN, build, step -> {});
      Completed expected = flow.run();
      assertThat(expected.output()).as("undisturbed %s", program).contains("end ");
      StopPoint place = place(program, stop, binary, expected);
      Outcome outcome = run(flow, expected, place, options);
      FileTree.delete(build);
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StopPoint place(
      RandomProgram program, Stop stop, Path binary, Completed undisturbed) throws IOException {
    Random random = new Random(program.seed() ^ 0x54);
    return switch (stop) {
      case ENTRY ->
          new StopPoint.AtFunction(new MigrationPoint(program.stopFunction(), program.stopEntry()));
      case INSTRUCTION -> {
        int offset = offset(binary, program.stopFunction(), random);
        // Not each is reached in each round.
        yield new StopPoint.AtFunction(
            new MigrationPoint(program.stopFunction(), offset, 1 + program.stopEntry() / 4));
      }
      case TIME -> {
        long lasts = undisturbed.cpu().map(Duration::toMillis).orElse(1L);
        yield new StopPoint.AfterTime(
            Duration.ofMillis(1 + random.nextLong(Math.max(1, lasts * 3 / 4))));
      }
    };
  }

  private static int offset(Path binary, String function, Random random) throws IOException {
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
      ElfFile file = ElfFile.read(store);
      Symbol symbol = file.function(function).orElseThrow();
      List<Instruction> code = Decoder.of(file.isa()).decodeAll(file.code(symbol), symbol.value());
      long address = code.get(1 + random.nextInt(code.size() - 1)).address();
      return Math.toIntExact(address - symbol.value());
    }
  }

  private static Outcome run(
      Flow flow, Completed expected, StopPoint place, ShuffleOptions options) {
    int moved = 0;
    try {
      flow.spawn(place);
      flow.dump();
      moved = flow.shuffle(options).map(summary -> summary.live().moved()).orElse(0);
      flow.restore();
    } catch (StepFailedException e) {
      if (!e.endedBeforeStop()) {
        flow.cleanUp();
        return new Outcome(Optional.of(e.getMessage()), 0, place);
      }
      // It ended before, as it may at an instruction that is seldom reached; but well.
    }
    try {
      Completed completed = flow.complete();
      boolean same =
          completed.output().equals(expected.output())
              && completed.errors().equals(expected.errors())
              && completed.end().equals(expected.end());
      return new Outcome(
          same ? Optional.empty() : Optional.of(OTHERWISE + completed), moved, place);
    } catch (StepFailedException e) {
      flow.cleanUp();
      return new Outcome(Optional.of(e.getMessage()), 0, place);
    }
  }
}
