package io.riffle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.Completed;
import io.riffle.flow.Flow;
import io.riffle.flow.InstalledProgram;
import io.riffle.flow.MonitorBuild;
import io.riffle.flow.Program;
import io.riffle.flow.StopPoint;
import io.riffle.guest.Guest;
import io.riffle.guest.GuestPool;
import io.riffle.guest.GuestSpec;
import io.riffle.guest.Lease;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.oracle.Judgement;
import io.riffle.oracle.NpbOracle;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.workload.MigrationPoint;
import io.riffle.workload.Shape;
import io.riffle.workload.Shapes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each shape of frames and stacks is shuffled live, at a function and wherever it happens to be.
 */
class ShapesIT {
  private static final Duration LONGEST = Duration.ofSeconds(8);
  private static final String PROGRAM = "shape";

  /** Its frames at the stops hold arrays alone, whose addresses are taken. */
  private static final Set<String> NOTHING_TO_MOVE = Set.of("dynamic");

  /** Its function with slots of 16 bytes is always on the stack, several times. */
  private static final String ALL_LIVE = "vectors";

  /**
   * For parts of functions that lie elsewhere, clang 19 writes call frame information on aarch64
   * that has no meaning; stacks with them are refused.
   */
  private static final String UNREADABLE = "parts";

  private static final String UNREADABLE_REASON = "a state is restored that was not remembered";

  /** A pattern of names, to try some shapes alone. */
  private static final String ONLY = System.getProperty("riffle.shapes", ".*");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Isa.class)
  @Execution(ExecutionMode.CONCURRENT)
  void surviveStopsAnywhere(Isa isa) {
    SoftAssertions softly = new SoftAssertions();
    // Of one shape alone few objects may be live, and a fair permutation may leave those in place.
    int liveMoved = 0;
    try (GuestPool pool = GuestPool.in(Home.fromEnvironment(), folder.resolve("guests"));
        Lease lease = pool.lease(GuestSpec.of(isa))) {
      for (Shape shape : Shapes.all()) {
        if (shape.name().matches(ONLY)) {
          Life life = live(shape, lease.guest());
          String what = isa + " " + shape + ": " + life;
          if (shape.name().equals(UNREADABLE) && isa == Isa.AARCH64) {
            softly.assertThat(life.failure().orElse("")).as(what).contains(UNREADABLE_REASON);
            continue;
          }
          softly.assertThat(life.failure()).as(what).isEmpty();
          softly.assertThat(life.rounds()).as(what).isNotEmpty();
          if (!NOTHING_TO_MOVE.contains(shape.name())) {
            softly.assertThat(moved(life)).as("moved by " + what).isPositive();
          }
          if (shape.name().equals(ALL_LIVE)) {
            softly.assertThat(life.liveMoved()).as("on the stack of %s", what).isPositive();
          }
          liveMoved += life.liveMoved();
        }
      }
    }
    softly.assertThat(liveMoved).as("moved on stacks of %s", isa).isPositive();
    softly.assertAll();
  }

  private static int moved(Life life) {
    return life.rounds().stream().mapToInt(Round::moved).sum();
  }

  private Life live(Shape shape, Guest guest) {
    Path binary = Shapes.build(shape, guest.isa(), BuildCache.of(Home.fromEnvironment()));
    InstalledProgram program =
        InstalledProgram.install(
            guest,
            new Program(PROGRAM, Map.of(guest.isa(), binary)),
            new MonitorBuild(Home.fromEnvironment()).get(guest.isa()));
    Completed reference = flow(program).run();
    assertThat(NpbOracle.judge(reference)).as("%s", shape).isInstanceOf(Judgement.Agreed.class);
    Random random = new Random(shape.name().hashCode());
    Stops stops =
        Stops.of(
            List.of(
                new StopPoint.AtFunction(new MigrationPoint("mark", 150)),
                new StopPoint.AfterTime(Duration.ofMillis(1 + random.nextInt(60))),
                new StopPoint.AfterTime(Duration.ofMillis(1 + random.nextInt(60)))));
    return LifeRunner.live(
        flow(program), reference, stops, random::nextLong, ShuffleOptions::seeded);
  }

  private Flow flow(InstalledProgram program) {
    return new Flow(program, LONGEST, folder, step -> {});
  }
}
