package io.riffle.suite;

import io.riffle.flow.Completed;
import io.riffle.flow.Pipeline;
import io.riffle.flow.Step;
import io.riffle.flow.StepFailedException;
import io.riffle.oracle.Judgement;
import io.riffle.oracle.NpbOracle;
import io.riffle.report.Rung;
import io.riffle.report.Verdict;
import io.riffle.suite.References.Reference;
import java.nio.file.Path;
import java.time.Duration;

/** Takes cells of the NAS Parallel Benchmarks up the ladder, through any pipeline. */
final class NpbClimber implements Climber {
  private final Pipelines pipelines;

  NpbClimber(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  @Override
  public Verdict climb(Climb climb) {
    CellSpec spec = climb.spec();
    pipelines.prepare(spec.workload());
    climb.ready();
    if (spec.rung() == Rung.NATIVE) {
      return verdict(
          NpbOracle.judge(runNatively(climb, climb.folder()).completed()), Step.RUN.label());
    }
    Reference reference =
        climb
            .references()
            .of(spec.workload(), spec.isa())
            .orElseGet(() -> runNatively(climb, climb.folder("native")));
    if (NpbOracle.judge(reference.completed()) instanceof Judgement.Objection objection) {
      return new Verdict.Skipped("the native run is no reference: " + objection.message());
    }
    return verdict(
        NpbOracle.judge(runDisturbed(climb, reference), reference.completed()),
        Step.COMPLETE.label());
  }

  private Reference runNatively(Climb climb, Path artefacts) {
    CellSpec spec = climb.spec();
    Pipeline pipeline = pipelines.open(spec.workload(), artefacts, climb::begins);
    try {
      Completed completed = pipeline.run();
      Duration duration =
          pipeline.traces().stream()
              .map(trace -> trace.duration())
              .reduce(Duration.ZERO, Duration::plus);
      Reference reference = new Reference(completed, duration);
      climb.references().put(spec.workload(), spec.isa(), reference);
      return reference;
    } finally {
      climb.keep(pipeline);
    }
  }

  private Completed runDisturbed(Climb climb, Reference reference) {
    CellSpec spec = climb.spec();
    Pipeline pipeline = pipelines.open(spec.workload(), climb.folder(), climb::begins);
    try {
      for (int round = 0; round < spec.stops().size(); round++) {
        CellStop stop = spec.stops().get(round);
        if (round == 0) {
          pipeline.spawn(stop.resolve(reference.duration()));
        } else {
          pipeline.advance(stop.resolve(reference.duration()));
        }
        pipeline.dump();
        if (spec.rung() != Rung.DUMP_RESTORE) {
          pipeline.shuffle(climb.options(round)).ifPresent(climb::shuffled);
        }
        pipeline.restore();
      }
      return pipeline.complete();
    } catch (StepFailedException e) {
      pipeline.cleanUp();
      throw e;
    } finally {
      climb.keep(pipeline);
    }
  }

  private static Verdict verdict(Judgement judgement, String step) {
    return judgement instanceof Judgement.Objection objection
        ? new Verdict.Failed(step, objection.check(), objection.message(), objection.detail())
        : new Verdict.Passed();
  }
}
