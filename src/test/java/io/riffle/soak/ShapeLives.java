package io.riffle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.Completed;
import io.riffle.flow.Flow;
import io.riffle.flow.InstalledProgram;
import io.riffle.flow.MonitorBuild;
import io.riffle.flow.Program;
import io.riffle.flow.StopPoint;
import io.riffle.guest.Guest;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.oracle.Judgement;
import io.riffle.oracle.NpbOracle;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.workload.Shape;
import io.riffle.workload.Shapes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Lives of shapes in one guest, shuffled at each of their stops. */
final class ShapeLives {
  private static final Duration LONGEST = Duration.ofSeconds(8);
  private static final String PROGRAM = "shape";

  private final Guest guest;
  private final Path artefacts;

  ShapeLives(Guest guest, Path artefacts) {
    this.guest = guest;
    this.artefacts = artefacts;
  }

  /** The shape's binary. */
  Path binary(Shape shape) {
    return Shapes.build(shape, guest.isa(), BuildCache.of(Home.fromEnvironment()));
  }

  /**
   * One life.
   *
   * @param random gives the seeds
   */
  Life live(Shape shape, List<StopPoint> stops, Random random) {
    InstalledProgram program =
        InstalledProgram.install(
            guest,
            new Program(PROGRAM, Map.of(guest.isa(), binary(shape))),
            new MonitorBuild(Home.fromEnvironment()).get(guest.isa()));
    Completed reference = flow(program).run();
    assertThat(NpbOracle.judge(reference)).as("%s", shape).isInstanceOf(Judgement.Agreed.class);
    return LifeRunner.live(
        flow(program), reference, Stops.of(stops), random::nextLong, ShuffleOptions::seeded);
  }

  private Flow flow(InstalledProgram program) {
    return new Flow(program, LONGEST, artefacts, step -> {});
  }
}
