package io.riffle.suite;

import io.riffle.flow.Pipeline;
import io.riffle.flow.Step;
import io.riffle.flow.StepTrace;
import io.riffle.host.HostException;
import io.riffle.report.ShuffleFigures;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One cell on its way up the ladder: what its {@link Climber} works with and reports to. Not safe
 * for use by several threads.
 */
public final class Climb {
  private final CellSpec spec;
  private final ShuffleOptions options;
  private final Path folder;
  private final GuestSession session;
  private final References references;
  private final SuiteListener listener;
  private final List<StepTrace> traces = new ArrayList<>();
  private CellSpec exactly;
  private Step current = Step.RUN;
  private Optional<ShuffleFigures> figures = Optional.empty();
  private long started = System.nanoTime();

  Climb(
      CellSpec spec,
      ShuffleOptions options,
      Path folder,
      GuestSession session,
      References references,
      SuiteListener listener) {
    this.spec = spec;
    this.exactly = spec;
    this.options = options;
    this.folder = folder;
    this.session = session;
    this.references = references;
    this.listener = listener;
  }

  /** The cell. */
  public CellSpec spec() {
    return spec;
  }

  /** The shuffle of a round, counted from 0: each round has a seed of its own. */
  public ShuffleOptions options(int round) {
    return round == 0 ? options : ShuffleOptions.seeded(Seeds.derive(spec.seed(), "round", round));
  }

  /** The guest, and what is installed in it. */
  public GuestSession session() {
    return session;
  }

  /** What undisturbed runs left, also of other guests. */
  public References references() {
    return references;
  }

  /** The folder for the cell's logs. */
  public Path folder() {
    return folder;
  }

  /** A folder for more of them, made now. */
  public Path folder(String name) {
    return created(folder.resolve(name));
  }

  /** Says that all is in place, so that the cell's time counts from now. */
  public void ready() {
    started = System.nanoTime();
  }

  /** Says that a step begins. */
  public void begins(Step step) {
    current = step;
    listener.stepBegins(spec, step);
  }

  /** Keeps the steps that a pipeline has taken; to be called once for each, also if it broke. */
  public void keep(Pipeline pipeline) {
    keep(pipeline.traces());
  }

  /** Keeps steps that were taken. */
  public void keep(List<StepTrace> taken) {
    traces.addAll(taken);
  }

  /** Keeps where the cell is stopped, once it is known of all its stops. */
  public void stopsAt(List<CellStop> stops) {
    exactly = new CellSpec(spec.workload(), spec.isa(), spec.rung(), stops, spec.seed());
  }

  /** The cell with the stops that a profile found, so that it means the same on any machine. */
  CellSpec exactly() {
    return exactly;
  }

  /** Keeps what the shuffler did. */
  public void shuffled(ShuffleSummary summary) {
    figures = Optional.of(Figures.of(summary));
  }

  Step current() {
    return current;
  }

  List<StepTrace> traces() {
    return List.copyOf(traces);
  }

  Optional<ShuffleFigures> figures() {
    return figures;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  static Path created(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new HostException("cannot make the folder " + folder + ": " + e, e);
    }
  }
}
