package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.flow.Completed;
import io.riffle.flow.Ended;
import io.riffle.flow.Failures;
import io.riffle.flow.Pipeline;
import io.riffle.flow.ProcessState;
import io.riffle.flow.Step;
import io.riffle.flow.StepFailedException;
import io.riffle.flow.StepTrace;
import io.riffle.flow.StopPoint;
import io.riffle.flow.Stopped;
import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import io.riffle.report.Verdict;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import io.riffle.suite.References.Reference;
import io.riffle.workload.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Stops that come after a program's end, which no real program can be made to do just so. */
class DisturbedRunTest {
  private static final String WELL = " Verification    =               SUCCESSFUL\n";
  private static final List<CellStop> SHARES =
      List.of(new CellStop.Share(60), new CellStop.Share(8), new CellStop.Share(8));

  /** A program that lasts so long, by stops alone. */
  private static final class Life implements Pipeline {
    private final long length;
    private final boolean entersFunctions;
    private final String output;
    private final List<String> spawns = new ArrayList<>();
    private final Iterator<ProcessState> states;
    private long age;

    Life(long length, boolean entersFunctions, String output, ProcessState... states) {
      this.states = List.of(states).iterator();
      this.length = length;
      this.entersFunctions = entersFunctions;
      this.output = output;
    }

    private Stopped reach(StopPoint point, Step step) {
      if (point instanceof StopPoint.AfterTime after) {
        age += after.time().toMillis();
      } else if (!entersFunctions) {
        age = length;
      }
      if (age >= length) {
        throw Failures.endedBeforeStop(step);
      }
      return new Stopped(1, List.of(1), "0x1", "f", 0, 1);
    }

    @Override
    public Stopped spawn(StopPoint point) {
      age = 0;
      spawns.add(point.toString());
      return reach(point, Step.SPAWN);
    }

    @Override
    public Stopped advance(StopPoint point) {
      return reach(point, Step.ADVANCE);
    }

    @Override
    public Completed run() {
      throw new AssertionError("the undisturbed run is known");
    }

    @Override
    public void dump() {}

    @Override
    public Optional<ShuffleSummary> shuffle(ShuffleOptions options) {
      return Optional.empty();
    }

    @Override
    public void restore() {}

    @Override
    public Optional<ProcessState> state() {
      return states.hasNext() ? Optional.of(states.next()) : Optional.empty();
    }

    @Override
    public Completed complete() {
      return new Completed(new Ended(0, null), output, "");
    }

    @Override
    public void cleanUp() {}

    @Override
    public List<StepTrace> traces() {
      return List.of();
    }
  }

  @Test
  void takesStopsByTimeFromTheUndisturbedRun() {
    Life life = new Life(1000, true, WELL);

    assertThat(take(life, SHARES)).isEqualTo(new Verdict.Passed());
    assertThat(life.spawns).containsExactly("600ms");
  }

  @Test
  void beginsAgainWithHalfTheTimesWhenTheRunIsQuicker() {
    Life life = new Life(650, true, WELL);

    assertThat(take(life, SHARES)).isEqualTo(new Verdict.Passed());
    assertThat(life.spawns).containsExactly("600ms", "300ms");
  }

  @Test
  void takesNoEndForABeginningAgainIfItWasWrong() {
    Life life = new Life(650, true, WELL.replace("SUCC", "UNSUCC"));

    assertThat(take(life, SHARES))
        .isInstanceOfSatisfying(
            Verdict.Failed.class,
            failed -> {
              assertThat(failed.step()).isEqualTo("advance");
              assertThat(failed.check()).isEqualTo("verification");
            });
    assertThat(life.spawns).hasSize(1);
  }

  @Test
  void waitsForNoFunctionThatDoesNotCome() {
    Life life = new Life(1000, false, WELL);
    CellStop late = new CellStop.Late(new CellStop.Share(60), "gone");

    assertThat(take(life, List.of(late, late, late))).isEqualTo(new Verdict.Passed());
    assertThat(life.spawns).containsExactly("600ms", "300ms", "150ms", "75ms", "37ms");
  }

  @Test
  void skipsWhatIsTooShort() {
    assertThat(take(new Life(1, true, WELL), SHARES))
        .isInstanceOfSatisfying(
            Verdict.Skipped.class,
            skipped -> assertThat(skipped.reason()).contains("too short", "60% + 8% + 8%"));
  }

  @Test
  void theProcessIsTheSameAfterEachRestore() {
    assertThat(take(alive(state(9, "0"), state(1, "0"), state(2, "0"), state(1, "0")), SHARES))
        .isEqualTo(new Verdict.Passed());

    failsAt("restore", "files", alive(state(9, "0"), state(1, "7")));
    failsAt(
        "restore 2", "files", alive(state(9, "0"), state(1, "0"), state(2, "0"), state(1, "7")));
  }

  @Test
  void timeDoesNotRunBackwardsFromARestoreToTheNextStop() {
    failsAt("advance", "CPU time", alive(state(9, "0"), state(5, "0"), state(4, "0")));
    failsAt(
        "advance 2",
        "CPU time",
        alive(state(9, "0"), state(5, "0"), state(6, "0"), state(3, "0"), state(2, "0")));
  }

  private static void failsAt(String step, String check, Life life) {
    assertThat(take(life, SHARES))
        .isInstanceOfSatisfying(
            Verdict.Failed.class,
            failed -> {
              assertThat(failed.step()).isEqualTo(step);
              assertThat(failed.check()).isEqualTo(check);
            });
  }

  /** A program that is looked at before each dump and after each restore, and found like this. */
  private static Life alive(ProcessState... states) {
    return new Life(1000, true, WELL, states);
  }

  private static ProcessState state(long cpuNanos, String position) {
    return new ProcessState(1, cpuNanos, new TreeMap<>(Map.of("file.1.pos", position)));
  }

  @Test
  void leavesExactStopsAsTheyAre() {
    CellStop never = CellStop.parse("gone:3");

    assertThatThrownBy(() -> take(new Life(1000, false, WELL), List.of(never)))
        .isInstanceOf(StepFailedException.class);
    assertThat(take(new Life(1000, false, WELL), List.of(CellStop.parse("600ms"), never)))
        .isInstanceOfSatisfying(
            Verdict.Skipped.class,
            skipped -> assertThat(skipped.reason()).contains("gone:3", "number 2"));
  }

  private static Verdict take(Life life, List<CellStop> stops) {
    CellSpec spec =
        new CellSpec(
            Workloads.find("is", "S"),
            Isa.X86_64,
            stops.size() == 3 ? Rung.SHUFFLE_X3 : Rung.SHUFFLE,
            SHARES.subList(0, stops.size() == 3 ? 3 : 1),
            1);
    Climb climb = Climbs.withoutGuest(spec);
    Completed undisturbed =
        new Completed(
            new Ended(0, null), WELL, "", Optional.empty(), Optional.of(Duration.ofMillis(1000)));
    return new DisturbedRun(climb, new Reference(undisturbed, Duration.ofSeconds(9)), life)
        .take(stops);
  }
}
