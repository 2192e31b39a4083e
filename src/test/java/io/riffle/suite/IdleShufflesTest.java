package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.Completed;
import io.riffle.flow.Ended;
import io.riffle.flow.Pipeline;
import io.riffle.flow.StepTrace;
import io.riffle.flow.StopPoint;
import io.riffle.flow.Stopped;
import io.riffle.isa.Isa;
import io.riffle.oracle.Judgement;
import io.riffle.report.Rung;
import io.riffle.report.Verdict;
import io.riffle.shuffle.SampleSummaries;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import io.riffle.suite.References.Reference;
import io.riffle.workload.Workloads;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdleShufflesTest {
  private static final ShuffleSummary IDLE = SampleSummaries.moved(0, 20);
  private static final ShuffleSummary BUSY = SampleSummaries.moved(3, 20);
  private static final Completed WELL =
      new Completed(new Ended(0, null), " Verification    =               SUCCESSFUL\n", "");

  @Test
  void objectsToShufflesThatMovedNothingThoughTheyCould() {
    assertThat(IdleShuffles.judge(List.of(IDLE, IDLE)))
        .isInstanceOfSatisfying(
            Judgement.Objection.class,
            objection -> {
              assertThat(objection.check()).isEqualTo("moved");
              assertThat(objection.message()).isEqualTo("0 objects moved in 2 shuffles");
              assertThat(objection.detail()).contains("[20.0, 20.0]", "2^40.0");
            });
  }

  @Test
  void agreesIfOneRoundMovedSomethingOrNothingCould() {
    assertThat(IdleShuffles.judge(List.of(IDLE, BUSY, IDLE))).isEqualTo(new Judgement.Agreed());
    assertThat(IdleShuffles.judge(List.of(SampleSummaries.moved(0, 0))))
        .isEqualTo(new Judgement.Agreed());
    assertThat(IdleShuffles.judge(List.of(SampleSummaries.identity(20))))
        .isEqualTo(new Judgement.Agreed());
    assertThat(IdleShuffles.judge(List.of())).isEqualTo(new Judgement.Agreed());
  }

  @Test
  void aCellOfWhichAllRoundsMovedNothingFails() {
    assertThat(cell(List.of(IDLE, IDLE, IDLE)))
        .isInstanceOfSatisfying(
            Verdict.Failed.class,
            failed -> {
              assertThat(failed.step()).isEqualTo("shuffle");
              assertThat(failed.message()).contains("0 objects moved in 3 shuffles");
            });
    assertThat(cell(List.of(IDLE, IDLE, BUSY))).isEqualTo(new Verdict.Passed());
  }

  private static Verdict cell(List<ShuffleSummary> rounds) {
    CellStop stop = CellStop.parse("step:9");
    CellSpec spec =
        new CellSpec(
            Workloads.find("is", "S"), Isa.X86_64, Rung.SHUFFLE_X3, List.of(stop, stop, stop), 1);
    Climb climb = Climbs.withoutGuest(spec);
    return new DisturbedRun(
            climb, new Reference(WELL, Duration.ofSeconds(1)), new Shuffling(rounds.iterator()))
        .take(spec.stops());
  }

  /** A program that always ends well, and a shuffler that says what it is told to. */
  private record Shuffling(Iterator<ShuffleSummary> summaries) implements Pipeline {
    @Override
    public Completed run() {
      return WELL;
    }

    @Override
    public Stopped spawn(StopPoint point) {
      return new Stopped(1, List.of(1), "0x1", "step", 0, 9);
    }

    @Override
    public Stopped advance(StopPoint point) {
      return spawn(point);
    }

    @Override
    public void dump() {}

    @Override
    public Optional<ShuffleSummary> shuffle(ShuffleOptions options) {
      return Optional.of(summaries.next());
    }

    @Override
    public void restore() {}

    @Override
    public Completed complete() {
      return WELL;
    }

    @Override
    public void cleanUp() {}

    @Override
    public List<StepTrace> traces() {
      return List.of();
    }
  }
}
