package io.riffle.suite;

import io.riffle.flow.Step;
import io.riffle.flow.StepFailedException;
import io.riffle.flow.StepTrace;
import io.riffle.guest.GuestException;
import io.riffle.host.HostException;
import io.riffle.report.Cell;
import io.riffle.report.ReportDirectory;
import io.riffle.report.Rung;
import io.riffle.report.StepRecord;
import io.riffle.report.Verdict;
import io.riffle.shell.CommandFailedException;
import io.riffle.shell.ShellException;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Runs cells in one guest session, one after the other. Whatever goes wrong becomes the cell's
 * verdict: a failed step or check is the program's fault, a guest or host that broke is not. Not
 * safe for use by several threads.
 */
public final class CellRunner {
  private final GuestSession session;
  private final ReportDirectory report;
  private final SuiteListener listener;
  private final References references;
  private final Pipelines pipelines;
  private final Climber npb;

  /** Climbers of workloads that are no kernels of the NAS Parallel Benchmarks, by name. */
  private final Map<String, Climber> otherKinds;

  /** A runner in the given session, of Riffle's own pipeline. */
  public CellRunner(GuestSession session, ReportDirectory report, SuiteListener listener) {
    this(session, report, listener, Pipelines.riffle(session));
  }

  /** A runner in the given session, of the given implementation of the pipeline. */
  public CellRunner(
      GuestSession session, ReportDirectory report, SuiteListener listener, Pipelines pipelines) {
    this(session, report, listener, pipelines, new References());
  }

  /** The same, which shares undisturbed runs with other runners. */
  public CellRunner(
      GuestSession session,
      ReportDirectory report,
      SuiteListener listener,
      Pipelines pipelines,
      References references) {
    this.session = session;
    this.report = report;
    this.listener = listener;
    this.references = references;
    this.pipelines = pipelines;
    this.npb = new NpbClimber(pipelines);
    this.otherKinds = Map.of(Workloads.REDIS, new RedisClimber(pipelines));
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
    Climb climb = new Climb(spec, options, Climb.created(folder), session, references, listener);
    Verdict verdict;
    try {
      Optional<String> lacking = pipelines.lacking(spec);
      verdict =
          lacking.isPresent()
              ? new Verdict.Skipped(lacking.get())
              : climber(spec.workload()).climb(climb);
    } catch (StepFailedException e) {
      verdict = new Verdict.Failed(last(climb), "step", e.reason(), e.evidence());
    } catch (GuestException | ShellException | CommandFailedException | HostException e) {
      verdict = new Verdict.Errored(climb.current().label(), String.valueOf(e.getMessage()));
      session.discardBroken();
    } catch (RuntimeException e) {
      // A fault of ours in one cell must not cost the others.
      verdict = new Verdict.Errored(climb.current().label(), "internal error: " + trace(e));
      session.discardBroken();
    }
    Cell cell = cell(climb, verdict);
    listener.cellEnded(spec, cell);
    return cell;
  }

  private Climber climber(Workload workload) {
    return otherKinds.getOrDefault(workload.name(), npb);
  }

  private Cell cell(Climb climb, Verdict verdict) {
    CellSpec spec = climb.spec();
    return new Cell(
        spec.name(),
        spec.workload().name(),
        String.valueOf(spec.workload().problemClass()),
        spec.workload().optimisation().name(),
        spec.isa().displayName(),
        spec.rung(),
        spec.where(),
        spec.isSeeded() ? OptionalLong.of(spec.seed()) : OptionalLong.empty(),
        verdict,
        climb.elapsed(),
        records(climb.traces()),
        climb.exactly().rerun() + pipelines.arguments(),
        logs(),
        climb.figures());
  }

  private static String trace(RuntimeException e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private Map<String, String> logs() {
    return session.facts().map(facts -> Map.of("console", facts.consoleLog())).orElse(Map.of());
  }

  /** The step that broke, by the name that its record has. */
  private String last(Climb climb) {
    List<StepRecord> records = records(climb.traces());
    return records.isEmpty() ? climb.current().label() : records.get(records.size() - 1).name();
  }

  /** Steps that a cell takes in every round are numbered from the second on. */
  private List<StepRecord> records(List<StepTrace> traces) {
    Map<Step, Integer> counts = new EnumMap<>(Step.class);
    List<StepRecord> records = new ArrayList<>();
    for (StepTrace trace : traces) {
      int count = counts.merge(trace.step(), 1, Integer::sum);
      records.add(record(trace, trace.step().label() + (count == 1 ? "" : " " + count)));
    }
    return records;
  }

  private StepRecord record(StepTrace trace, String name) {
    return new StepRecord(
        name,
        trace.duration(),
        trace.exitCode(),
        trace.command(),
        trace.log().map(report::relative).orElse(""),
        trace.note());
  }
}
