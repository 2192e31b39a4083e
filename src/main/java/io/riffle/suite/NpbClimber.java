package io.riffle.suite;

import io.riffle.flow.Completed;
import io.riffle.flow.FoundPlace;
import io.riffle.flow.MakeMigration;
import io.riffle.flow.NotOfferedException;
import io.riffle.flow.Pipeline;
import io.riffle.flow.Step;
import io.riffle.flow.StepFailedException;
import io.riffle.flow.StepTrace;
import io.riffle.oracle.Judgement;
import io.riffle.oracle.Judgement.Objection;
import io.riffle.oracle.NpbOracle;
import io.riffle.report.Rung;
import io.riffle.report.Verdict;
import io.riffle.suite.References.Reference;
import io.riffle.workload.BuildFailedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes cells of the NAS Parallel Benchmarks up the ladder, through any pipeline. */
final class NpbClimber implements Climber {
  /** Programs that take longer are run undisturbed once only. */
  private static final Duration LONGEST_RUN_TWICE = Duration.ofMinutes(1);

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
      pipelines.build(spec.workload());
    } catch (BuildFailedException e) {
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
      return judgeNative(climb);
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

  /**
   * Judges undisturbed runs: the first by itself, a second by the first. A program that reads
   * memory which nothing has set may verify and still print other numbers each time; the rungs
   * above would blame CRIU or the shuffle for it.
   */
  private Verdict judgeNative(Climb climb) {
    Reference first = runNatively(climb, climb.folder());
    Judgement judgement = NpbOracle.judge(first.completed());
    String step = Step.RUN.label();
    if (judgement instanceof Judgement.Agreed
        && first.duration().compareTo(LONGEST_RUN_TWICE) < 0) {
      Completed second = runNatively(climb, climb.folder("again")).completed();
      step += " 2";
      judgement = NpbOracle.judge(second, first.completed());
    }
    if (judgement instanceof Objection objection) {
      climb.references().spoil(climb.spec().workload(), climb.spec().isa(), objection.message());
    }
    return DisturbedRun.verdict(judgement, step);
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
    if (climb.spec().rung() == Rung.MIGRATE) {
      return migrate(climb, reference, limit);
    }
    Pipeline pipeline =
        pipelines.open(climb.spec().workload(), limit, climb.folder(), climb::begins);
    return disturb(
        climb, pipeline, () -> new DisturbedRun(climb, reference, pipeline).take(stops(climb)));
  }

  /** The undisturbed run of the ISA that it comes from has a say too, so it is made first. */
  private Verdict migrate(Climb climb, Reference reference, Duration limit) {
    MakeMigration pipeline;
    try {
      pipeline = pipelines.migration(climb.spec().workload(), limit, climb.folder(), climb::begins);
    } catch (NotOfferedException e) {
      return new Verdict.Skipped(String.valueOf(e.getMessage()));
    }
    climb.ready();
    return disturb(
        climb,
        pipeline,
        () -> {
          Completed origin = pipeline.runAtOrigin();
          if (NpbOracle.judge(origin) instanceof Objection objection) {
            return new Verdict.Skipped(
                "the native run where it comes from is no reference: " + objection.message());
          }
          return new DisturbedRun(
                  climb,
                  reference,
                  pipeline,
                  run -> NpbOracle.judgeMigrated(run, origin, reference.completed()))
              .take(stops(climb));
        });
  }

  private static Verdict disturb(Climb climb, Pipeline pipeline, Supplier<Verdict> run) {
    try {
      Verdict verdict = run.get();
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

  /** The cell's stops, those that a profile finds being found now. */
  private List<CellStop> stops(Climb climb) {
    CellSpec spec = climb.spec();
    if (spec.stops().stream().noneMatch(CellStop.Found.class::isInstance)) {
      return spec.stops();
    }
    Optional<FoundPlace> found = pipelines.found(spec.workload());
    List<CellStop> stops = new ArrayList<>();
    for (CellStop stop : spec.stops()) {
      stops.add(stop instanceof CellStop.Found auto ? auto.known(found, stops.size()) : stop);
    }
    climb.stopsAt(stops);
    return stops;
  }
}
