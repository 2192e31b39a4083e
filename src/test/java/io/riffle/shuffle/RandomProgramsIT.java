package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.riffle.workload.MigrationPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  @GuestTest
  void runOnAsIfNothingHadHappened(Guest guest) {
    int moved = 0;
    for (int number = 0; number < PROGRAMS; number++) {
      RandomProgram program = RandomProgram.draw(SEED * 1_000 + number);
      Outcome outcome = run(guest, program, ShuffleOptions.seeded(program.seed()));
      if (outcome.objection().isPresent()) {
        RandomProgram least =
            program.shrink(
                smaller ->
                    run(guest, smaller, ShuffleOptions.seeded(program.seed()))
                        .objection()
                        .isPresent(),
                SHRINKING);
        throw new AssertionError(
            "%s on %s: %s; the least that fails is %s, stopped at %s:%d, %s:%n%s"
                .formatted(
                    program,
                    guest.isa(),
                    outcome.objection().get(),
                    least,
                    least.stopFunction(),
                    least.stopEntry(),
                    least.level(),
                    least.source()));
      }
      moved += outcome.moved();
    }
    assertThat(moved).as("objects moved in live frames").isPositive();
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
                        ShuffleOptions.seeded(program.seed())
                            .with(new Fault(Fault.Kind.FORGOTTEN_FRAME, 2))))
            .flatMap(outcome -> outcome.objection().stream())
            .findFirst();

    assertThat(objection).hasValueSatisfying(text -> assertThat(text).startsWith(OTHERWISE));
  }

  private record Outcome(Optional<String> objection, int moved) {}

  private Outcome run(Guest guest, RandomProgram program, ShuffleOptions options) {
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
      Outcome outcome = run(new Flow(installed, RUN, build, step -> {}), program, options);
      FileTree.delete(build);
      return outcome;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Outcome run(Flow flow, RandomProgram program, ShuffleOptions options) {
    Completed expected = flow.run();
    assertThat(expected.output()).as("undisturbed %s", program).contains("end ");
    try {
      flow.spawn(
          new StopPoint.AtFunction(
              new MigrationPoint(program.stopFunction(), program.stopEntry())));
      flow.dump();
      int moved = flow.shuffle(options).map(summary -> summary.live().moved()).orElse(0);
      flow.restore();
      Completed completed = flow.complete();
      boolean same =
          completed.output().equals(expected.output())
              && completed.errors().equals(expected.errors())
              && completed.end().equals(expected.end());
      return new Outcome(same ? Optional.empty() : Optional.of(OTHERWISE + completed), moved);
    } catch (StepFailedException e) {
      flow.cleanUp();
      return new Outcome(Optional.of(e.getMessage()), 0);
    }
  }
}
