package io.riffle.suite;

import io.riffle.flow.Completed;
import io.riffle.flow.Pipeline;
import io.riffle.flow.Step;
import io.riffle.flow.StepFailedException;
import io.riffle.flow.StepTrace;
import io.riffle.guest.GuestException;
import io.riffle.host.HostException;
import io.riffle.oracle.Judgement;
import io.riffle.oracle.NpbOracle;
import io.riffle.report.Cell;
import io.riffle.report.ReportDirectory;
import io.riffle.report.Rung;
import io.riffle.report.ShuffleFigures;
import io.riffle.report.StepRecord;
import io.riffle.report.Verdict;
import io.riffle.shell.CommandFailedException;
import io.riffle.shell.ShellException;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.workload.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs cells in one guest session, one after the other, and keeps each workload's undisturbed
 * output to compare with. Whatever goes wrong becomes the cell's verdict: a failed step or check is
 * the program's fault, a guest or host that broke is not. Not safe for use by several threads.
 */
public final class CellRunner {
  private final GuestSession session;
  private final ReportDirectory report;
  private final SuiteListener listener;
  private final Pipelines pipelines;
  private final Map<Workload, Completed> references = new HashMap<>();

  /** A runner in the given session, of Riffle's own pipeline. */
  public CellRunner(GuestSession session, ReportDirectory report, SuiteListener listener) {
    this(session, report, listener, Pipelines.riffle(session));
  }

  /** A runner in the given session, of the given implementation of the pipeline. */
  public CellRunner(
      GuestSession session, ReportDirectory report, SuiteListener listener, Pipelines pipelines) {
    this.session = session;
    this.report = report;
    this.listener = listener;
    this.pipelines = pipelines;
  }

  /** Runs a cell with the shuffle that its rung and seed say. */
  public Cell run(CellSpec spec) {
    return run(
        spec,
        spec.rung() == Rung.IDENTITY
            ? ShuffleOptions.unchanged()
            : ShuffleOptions.seeded(spec.seed()));
  }

  /** Runs a cell with the given shuffle, which negative controls leave incomplete. */
  public Cell run(CellSpec spec, ShuffleOptions options) {
    Path folder = report.path().resolve("cells").resolve(spec.folderName());
    AtomicReference<Step> current = new AtomicReference<>(Step.RUN);
    List<StepTrace> traces = new ArrayList<>();
    Climb climb = new Climb(spec, options, folder, current, traces);
    Verdict verdict;
    try {
      verdict = climb.verdict();
    } catch (StepFailedException e) {
      verdict = new Verdict.Failed(e.trace().step().label(), "step", e.reason(), e.evidence());
    } catch (GuestException | ShellException | CommandFailedException | HostException e) {
      verdict = new Verdict.Errored(current.get().label(), String.valueOf(e.getMessage()));
      session.discardBroken();
    } catch (RuntimeException e) {
      // A fault of ours in one cell must not cost the others.
      verdict = new Verdict.Errored(current.get().label(), "internal error: " + trace(e));
      session.discardBroken();
    }
    Cell cell =
        new Cell(
            spec.workload().name(),
            String.valueOf(spec.workload().problemClass()),
            spec.isa().displayName(),
            spec.rung(),
            spec.rung() == Rung.NATIVE ? "" : spec.stop().toString(),
            spec.isSeeded() ? OptionalLong.of(spec.seed()) : OptionalLong.empty(),
            verdict,
            Duration.ofNanos(System.nanoTime() - climb.started),
            traces.stream().map(this::record).toList(),
            spec.rerun(),
            logs(),
            climb.figures);
    listener.cellEnded(spec, cell);
    return cell;
  }

  private static String trace(RuntimeException e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private Map<String, String> logs() {
    return session.facts().map(facts -> Map.of("console", facts.consoleLog())).orElse(Map.of());
  }

  private StepRecord record(StepTrace trace) {
    return new StepRecord(
        trace.step().label(),
        trace.duration(),
        trace.exitCode(),
        trace.command(),
        trace.log().map(report::relative).orElse(""),
        trace.note());
  }

  /** One cell on its way up the ladder. */
  private final class Climb {
    private final CellSpec spec;
    private final ShuffleOptions options;
    private final Path folder;
    private final AtomicReference<Step> current;
    private final List<StepTrace> traces;
    private Optional<ShuffleFigures> figures = Optional.empty();
    private long started = System.nanoTime();

    Climb(
        CellSpec spec,
        ShuffleOptions options,
        Path folder,
        AtomicReference<Step> current,
        List<StepTrace> traces) {
      this.spec = spec;
      this.options = options;
      this.folder = folder;
      this.current = current;
      this.traces = traces;
    }

    Verdict verdict() {
      createFolder(folder);
      pipelines.prepare(spec.workload());
      // Booting and building come once for many cells; none of them took that time.
      started = System.nanoTime();
      if (spec.rung() == Rung.NATIVE) {
        return verdict(NpbOracle.judge(runNatively(folder)), Step.RUN);
      }
      Completed reference = references.get(spec.workload());
      if (reference == null) {
        Path beside = folder.resolve("native");
        createFolder(beside);
        reference = runNatively(beside);
      }
      if (NpbOracle.judge(reference) instanceof Judgement.Objection objection) {
        return new Verdict.Skipped("the native run is no reference: " + objection.message());
      }
      return verdict(NpbOracle.judge(runDisturbed(), reference), Step.COMPLETE);
    }

    private Completed runNatively(Path artefacts) {
      Pipeline pipeline = open(artefacts);
      try {
        Completed completed = pipeline.run();
        references.put(spec.workload(), completed);
        return completed;
      } finally {
        traces.addAll(pipeline.traces());
      }
    }

    private Completed runDisturbed() {
      Pipeline pipeline = open(folder);
      try {
        pipeline.spawn(spec.stop());
        pipeline.dump();
        if (spec.rung() != Rung.DUMP_RESTORE) {
          figures = pipeline.shuffle(options).map(Figures::of);
        }
        pipeline.restore();
        return pipeline.complete();
      } catch (StepFailedException e) {
        pipeline.cleanUp();
        throw e;
      } finally {
        traces.addAll(pipeline.traces());
      }
    }

    private Pipeline open(Path artefacts) {
      return pipelines.open(
          spec.workload(),
          artefacts,
          step -> {
            current.set(step);
            listener.stepBegins(spec, step);
          });
    }

    private Verdict verdict(Judgement judgement, Step step) {
      return judgement instanceof Judgement.Objection objection
          ? new Verdict.Failed(
              step.label(), objection.check(), objection.message(), objection.detail())
          : new Verdict.Passed();
    }
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new HostException("cannot make the folder " + folder + ": " + e, e);
    }
  }
}
