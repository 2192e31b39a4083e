package io.riffle.suite;

import io.riffle.flow.Completed;
import io.riffle.flow.NotOfferedException;
import io.riffle.flow.Pipeline;
import io.riffle.flow.ProcessState;
import io.riffle.flow.Step;
import io.riffle.flow.StepFailedException;
import io.riffle.flow.StopPoint;
import io.riffle.oracle.Judgement;
import io.riffle.oracle.Judgement.Objection;
import io.riffle.oracle.NpbOracle;
import io.riffle.oracle.StateOracle;
import io.riffle.report.Rung;
import io.riffle.report.Verdict;
import io.riffle.shuffle.ShuffleSummary;
import io.riffle.suite.References.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One run of a benchmark that is suspended, dumped, shuffled and restored, once or several times,
 * and what the oracles say of it. Not safe for use by several threads.
 */
final class DisturbedRun {
  /** How often stops that came after the program's end are taken at half the time. */
  private static final int HALVINGS = 6;

  private final Climb climb;
  private final Reference reference;
  private final Pipeline pipeline;
  private final Function<Completed, Judgement> judge;

  DisturbedRun(Climb climb, Reference reference, Pipeline pipeline) {
    this(climb, reference, pipeline, run -> NpbOracle.judge(run, reference.completed()));
  }

  /**
   * A run with an end of another kind.
   *
   * @param judge what is said of the whole run
   */
  DisturbedRun(
      Climb climb, Reference reference, Pipeline pipeline, Function<Completed, Judgement> judge) {
    this.climb = climb;
    this.reference = reference;
    this.pipeline = pipeline;
    this.judge = judge;
  }

  /**
   * Takes the program through the stops to its end. Stops by time come from the undisturbed run's;
   * when this run was so much quicker that it ended before one, and ended well, it begins again
   * with half the times, at last without waiting for any function.
   */
  Verdict take(List<CellStop> stops) {
    Duration time = reference.work();
    for (int attempt = 0; attempt <= HALVINGS; attempt++) {
      boolean plain = attempt > HALVINGS / 2;
      Optional<Verdict> verdict =
          rounds(plain ? stops.stream().map(CellStop::plainer).toList() : stops, time);
      if (verdict.isPresent()) {
        return verdict.get();
      }
      pipeline.cleanUp();
      time = time.dividedBy(2);
    }
    return new Verdict.Skipped(
        "the program is too short to be stopped by time: its undisturbed run took "
            + reference.work().toMillis()
            + " ms, and it ended well before stop "
            + String.join(" + ", stops.stream().map(CellStop::toString).toList()));
  }

  /** Nothing if the program ended well before a stop by time. */
  private Optional<Verdict> rounds(List<CellStop> stops, Duration time) {
    CellSpec spec = climb.spec();
    Optional<ProcessState> restored = Optional.empty();
    List<ShuffleSummary> shuffles = new ArrayList<>();
    for (int round = 0; round < stops.size(); round++) {
      try {
        reach(stops.get(round).places(time), round == 0);
      } catch (StepFailedException e) {
        return ended(stops.get(round), round, e);
      } catch (NotOfferedException e) {
        return Optional.of(
            new Verdict.Skipped("there is no round " + (round + 1) + ": " + e.getMessage()));
      }
      Optional<ProcessState> before = pipeline.state();
      if (objection(restored, before, StateOracle::judgeTime) instanceof Objection objection) {
        return Optional.of(verdict(objection, name(Step.ADVANCE, round)));
      }
      pipeline.dump();
      if (spec.rung() == Rung.MIGRATE) {
        pipeline.transform();
      } else if (spec.rung() != Rung.DUMP_RESTORE) {
        Optional<ShuffleSummary> shuffle = pipeline.shuffle(climb.options(round));
        shuffle.ifPresent(climb::shuffled);
        shuffle.ifPresent(shuffles::add);
      }
      if (round + 1 < stops.size()) {
        pipeline.restoreForMore();
      } else {
        pipeline.restore();
      }
      restored = pipeline.state();
      if (objection(before, restored, StateOracle::judge) instanceof Objection objection) {
        return Optional.of(verdict(objection, name(Step.RESTORE, round + 1)));
      }
    }
    Judgement end = judge.apply(pipeline.complete());
    return Optional.of(
        end instanceof Objection
            ? verdict(end, Step.COMPLETE.label())
            : verdict(IdleShuffles.judge(shuffles), Step.SHUFFLE.label()));
  }

  private void reach(List<StopPoint> places, boolean fresh) {
    boolean started = !fresh;
    for (StopPoint place : places) {
      if (started) {
        pipeline.advance(place);
      } else {
        pipeline.spawn(place);
      }
      started = true;
    }
  }

  /** What it means that the program ended before a stop: nothing, if it ended as it should. */
  private Optional<Verdict> ended(CellStop stop, int round, StepFailedException failure) {
    if (!failure.endedBeforeStop() || (round == 0 && !stop.isTimed())) {
      throw failure;
    }
    if (round == 0) {
      return Optional.empty();
    }
    Judgement judgement = judge.apply(pipeline.complete());
    if (judgement instanceof Objection objection) {
      return Optional.of(verdict(objection, name(Step.ADVANCE, round)));
    }
    return stop.isTimed()
        ? Optional.empty()
        : Optional.of(
            new Verdict.Skipped(
                "it ended well before its stop at "
                    + stop
                    + ", number "
                    + (round + 1)
                    + " in its life: stop it earlier at first"));
  }

  @FunctionalInterface
  private interface Comparison {
    Judgement of(ProcessState one, ProcessState other);
  }

  private static Judgement objection(
      Optional<ProcessState> one, Optional<ProcessState> other, Comparison comparison) {
    return one.isPresent() && other.isPresent()
        ? comparison.of(one.get(), other.get())
        : new Judgement.Agreed();
  }

  /** The name that the step's record has, counted from 1. */
  private static String name(Step step, int count) {
    return step.label() + (count <= 1 ? "" : " " + count);
  }

  static Verdict verdict(Judgement judgement, String step) {
    return judgement instanceof Objection objection
        ? new Verdict.Failed(step, objection.check(), objection.message(), objection.detail())
        : new Verdict.Passed();
  }
}
