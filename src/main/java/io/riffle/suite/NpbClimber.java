package io.riffle.suite;

import io.riffle.flow.Completed;
import io.riffle.flow.Pipeline;
import io.riffle.flow.ProcessState;
import io.riffle.flow.Step;
import io.riffle.flow.StepFailedException;
import io.riffle.flow.StepTrace;
import io.riffle.flow.StopPoint;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import io.riffle.oracle.Judgement;
import io.riffle.oracle.Judgement.Objection;
import io.riffle.oracle.NpbOracle;
import io.riffle.oracle.StateOracle;
import io.riffle.report.Rung;
import io.riffle.report.Verdict;
import io.riffle.suite.References.Reference;
import io.riffle.workload.NpbBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes cells of the NAS Parallel Benchmarks up the ladder, through any pipeline. */
final class NpbClimber implements Climber {
  /** The monitor's exit status when a program ended before its stop. */
  private static final int ENDED_BEFORE_STOP = 3;

  private static final int HALVINGS = 6;

  private final Pipelines pipelines;

  NpbClimber(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  @Override
  public Verdict climb(Climb climb) {
    CellSpec spec = climb.spec();
    Optional<String> spoiled = climb.references().spoiled(spec.workload(), spec.isa());
    if (spoiled.isPresent() && spec.rung() != Rung.NATIVE) {
      return new Verdict.Skipped("there is no native run to compare with: " + spoiled.get());
    }
    try {
      build(climb);
    } catch (HostException e) {
      // Nothing is wrong with the guest, and nothing can be said of the other rungs.
      String message = String.valueOf(e.getMessage());
      climb.references().spoil(spec.workload(), spec.isa(), "it could not be built");
      return new Verdict.Failed(
          "build",
          "compiler",
          message
              .lines()
              .filter(line -> line.contains("error:"))
              .findFirst()
              .or(() -> message.lines().findFirst())
              .orElse("it cannot be built"),
          message);
    }
    pipelines.prepare(spec.workload());
    climb.ready();
    if (spec.rung() == Rung.NATIVE) {
      Judgement judgement = NpbOracle.judge(runNatively(climb, climb.folder()).completed());
      if (judgement instanceof Objection objection) {
        climb.references().spoil(spec.workload(), spec.isa(), objection.message());
      }
      return verdict(judgement, Step.RUN.label());
    }
    Reference reference =
        climb
            .references()
            .of(spec.workload(), spec.isa())
            .orElseGet(() -> runNatively(climb, climb.folder("native")));
    if (NpbOracle.judge(reference.completed()) instanceof Objection objection) {
      climb.references().spoil(spec.workload(), spec.isa(), objection.message());
      return new Verdict.Skipped("the native run is no reference: " + objection.message());
    }
    return runDisturbed(climb, reference);
  }

  private static void build(Climb climb) {
    NpbBuilder builder = climb.session().builder();
    for (Isa isa : Isa.values()) {
      builder.build(climb.spec().workload(), isa);
    }
  }

  private Reference runNatively(Climb climb, Path artefacts) {
    CellSpec spec = climb.spec();
    Pipeline pipeline = pipelines.open(spec.workload(), artefacts, climb::begins);
    try {
      Completed completed = pipeline.run();
      Duration duration =
          pipeline.traces().stream().map(StepTrace::duration).reduce(Duration.ZERO, Duration::plus);
      Reference reference = new Reference(completed, duration);
      climb.references().put(spec.workload(), spec.isa(), reference);
      return reference;
    } catch (StepFailedException e) {
      climb.references().spoil(spec.workload(), spec.isa(), e.reason());
      pipeline.cleanUp();
      throw e;
    } finally {
      climb.keep(pipeline);
    }
  }

  private Verdict runDisturbed(Climb climb, Reference reference) {
    Duration limit = RunLimits.after(reference.duration(), climb.session().guest());
    Pipeline pipeline =
        pipelines.open(climb.spec().workload(), limit, climb.folder(), climb::begins);
    try {
      Verdict verdict = rounds(climb, reference, pipeline);
      if (verdict.kind() != Verdict.Kind.PASSED) {
        pipeline.cleanUp();
      }
      return verdict;
    } catch (StepFailedException e) {
      pipeline.cleanUp();
      throw e;
    } finally {
      climb.keep(pipeline);
    }
  }

  private Verdict rounds(Climb climb, Reference reference, Pipeline pipeline) {
    CellSpec spec = climb.spec();
    Optional<ProcessState> restored = Optional.empty();
    List<CellStop> stops = stops(spec);
    for (int round = 0; round < stops.size(); round++) {
      StopPoint stop = stops.get(round).resolve(reference.duration());
      if (round == 0) {
        spawn(pipeline, stops.get(round), reference.duration());
      } else {
        pipeline.advance(stop);
      }
      Optional<ProcessState> before = pipeline.state();
      if (objection(restored, before, StateOracle::judgeTime) instanceof Objection objection) {
        return verdict(objection, name(Step.ADVANCE, round));
      }
      pipeline.dump();
      if (spec.rung() != Rung.DUMP_RESTORE) {
        pipeline.shuffle(climb.options(round)).ifPresent(climb::shuffled);
      }
      pipeline.restore();
      restored = pipeline.state();
      if (objection(before, restored, StateOracle::judge) instanceof Objection objection) {
        return verdict(objection, name(Step.RESTORE, round + 1));
      }
    }
    Completed completed = pipeline.complete();
    return verdict(NpbOracle.judge(completed, reference.completed()), Step.COMPLETE.label());
  }

  /** The cell's stops, those that a profile finds being found now. */
  private List<CellStop> stops(CellSpec spec) {
    if (spec.stops().stream().noneMatch(CellStop.Found.class::isInstance)) {
      return spec.stops();
    }
    Optional<StopPoint> found = pipelines.found(spec.workload());
    List<CellStop> stops = new ArrayList<>();
    for (CellStop stop : spec.stops()) {
      stops.add(stop instanceof CellStop.Found auto ? auto.known(found, stops.size()) : stop);
    }
    return stops;
  }

  /**
   * Suspends the program. A stop by share that comes after its end, since this run was quicker than
   * the undisturbed one, is taken at half the time.
   */
  private static void spawn(Pipeline pipeline, CellStop stop, Duration undisturbed) {
    Duration time = undisturbed;
    for (int attempt = 1; ; attempt++) {
      try {
        pipeline.spawn(stop.resolve(time));
        return;
      } catch (StepFailedException e) {
        boolean late = e.trace().exitCode() == ENDED_BEFORE_STOP;
        if (!late || !(stop instanceof CellStop.Share) || attempt == HALVINGS) {
          throw e;
        }
        time = time.dividedBy(2);
      }
    }
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

  private static Verdict verdict(Judgement judgement, String step) {
    return judgement instanceof Objection objection
        ? new Verdict.Failed(step, objection.check(), objection.message(), objection.detail())
        : new Verdict.Passed();
  }
}
