package io.riffle.soak;

import io.riffle.flow.StopPoint;
import io.riffle.guest.GuestPool;
import io.riffle.guest.GuestSpec;
import io.riffle.guest.Lease;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.workload.MigrationPoint;
import io.riffle.workload.Shape;
import io.riffle.workload.Shapes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
  /** The first stop, which finds frames with objects that may move on the stack. */
  private static final MigrationPoint FULL = new MigrationPoint("mark", 150);

  /** The same of shapes that call mark from frames without such objects, too. */
  private static final Map<String, MigrationPoint> OTHERS_FULL =
      Map.of(
          "recursion", new MigrationPoint("other", 150),
          "dynamic", new MigrationPoint("mark", 149),
          "unwinds", new MigrationPoint("deep", 150));

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
    try (GuestPool pool = GuestPool.in(Home.fromEnvironment(), folder.resolve("guests"));
        Lease lease = pool.lease(GuestSpec.of(isa))) {
      ShapeLives lives = new ShapeLives(lease.guest(), folder);
      for (Shape shape : Shapes.all()) {
        if (shape.name().matches(ONLY)) {
          Life life = live(shape, lives);
          String what = isa + " " + shape + ": " + life;
          if (shape.name().equals(UNREADABLE) && isa == Isa.AARCH64) {
            softly.assertThat(life.failure().orElse("")).as(what).contains(UNREADABLE_REASON);
            continue;
          }
          softly.assertThat(life.failure()).as(what).isEmpty();
          softly.assertThat(life.rounds()).as(what).isNotEmpty();
          softly.assertThat(life.liveMoved()).as("moved on the stack of %s", what).isPositive();
        }
      }
    }
    softly.assertAll();
  }

  private static Life live(Shape shape, ShapeLives lives) {
    Random random = new Random(shape.name().hashCode());
    List<StopPoint> stops =
        List.of(
            new StopPoint.AtFunction(OTHERS_FULL.getOrDefault(shape.name(), FULL)),
            new StopPoint.AfterTime(Duration.ofMillis(1 + random.nextInt(60))),
            new StopPoint.AfterTime(Duration.ofMillis(1 + random.nextInt(60))));
    return lives.live(shape, stops, random);
  }
}
