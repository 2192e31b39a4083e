package io.riffle.suite;

import io.riffle.guest.GuestPool;
import io.riffle.guest.GuestStarter;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import io.riffle.report.Cell;
import io.riffle.report.ReportDirectory;
import io.riffle.report.RunFacts;
import io.riffle.report.Source;
import io.riffle.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Cells that are being run, as many at once as this machine has cores, each worker with a guest of
 * each ISA that it has met. Safe for use by several threads.
 */
public final class RunningSuite implements AutoCloseable {
  private final Map<String, CompletableFuture<Cell>> cells = new LinkedHashMap<>();
  private final Agenda agenda;
  private final SuiteReport report;
  private final ReportDirectory directory;
  private final SuiteListener listener;
  private final Home home;
  private final Function<GuestSession, Pipelines> pipelines;
  private final References references = new References();
  private final GuestPool pool;
  private final ExecutorService threads;
  private final SuitePlan plan;
  private final int workers;
  private final Map<Kind, Source> sources = new ConcurrentHashMap<>();
  private final AtomicLong busyNanos = new AtomicLong();
  private final long begun = System.nanoTime();
  private final AtomicLong lastEnd = new AtomicLong(begun);

  /** Where a worker runs the cells of one ISA. */
  private record Place(GuestSession session, Pipelines pipelines, CellRunner runner) {}

  /** Workloads that are built from the same sources. */
  private record Kind(String name, Optional<Path> tree) {
    static Kind of(Workload workload) {
      return new Kind(workload.kind(), workload.tree());
    }
  }

  private RunningSuite(
      SuitePlan plan,
      Home home,
      SuiteListener listener,
      Function<GuestSession, Pipelines> pipelines,
      ReportDirectory directory,
      SuiteReport report) {
    List<CellSpec> specs = plan.cells();
    specs.forEach(spec -> cells.put(spec.name(), new CompletableFuture<>()));
    this.plan = plan;
    this.agenda = new Agenda(specs, Costs::of);
    this.home = home;
    this.listener = listener;
    this.pipelines = pipelines;
    this.directory = directory;
    this.report = report;
    this.workers = Math.max(1, Runtime.getRuntime().availableProcessors());
    this.pool = GuestPool.of(GuestStarter.in(home), GuestSession.guestsFolder(directory), workers);
    this.threads = Executors.newFixedThreadPool(workers);
  }

  /** Begins to run the plan's cells, which are added to the report as they end. */
  public static RunningSuite start(
      SuitePlan plan,
      Home home,
      SuiteListener listener,
      Function<GuestSession, Pipelines> pipelines,
      ReportDirectory directory,
      SuiteReport report) {
    RunningSuite suite = new RunningSuite(plan, home, listener, pipelines, directory, report);
    report.plan(plan);
    for (int i = 0; i < suite.workers; i++) {
      suite.threads.execute(suite::work);
    }
    return suite;
  }

  /**
   * Waits for a cell's end.
   *
   * @throws IllegalArgumentException if it is not one of the plan's
   * @throws HostException if the run broke
   */
  public Cell await(CellSpec spec) {
    CompletableFuture<Cell> cell = cells.get(spec.name());
    if (cell == null) {
      throw new IllegalArgumentException(spec + " is no cell of this run");
    }
    try {
      return cell.join();
    } catch (CompletionException e) {
      throw new HostException("the run broke: " + e.getCause(), e.getCause());
    }
  }

  /** Whether all cells have ended. */
  public boolean ended() {
    return cells.values().stream().allMatch(CompletableFuture::isDone);
  }

  /**
   * Waits for the end of all cells and completes what the report says of the run.
   *
   * @throws HostException if the run broke
   */
  public void finish() {
    plan.cells().forEach(this::await);
    report.facts(
        new RunFacts(
            plan.profile(),
            sources(),
            plan.shard().equals(Shard.WHOLE) ? "" : plan.shard().toString(),
            workers,
            Duration.ofNanos(lastEnd.get() - begun),
            Duration.ofNanos(busyNanos.get()),
            List.of()));
  }

  /** What the plan's workloads were built from, in the plan's order. */
  private List<Source> sources() {
    return plan.cells().stream()
        .map(cell -> Kind.of(cell.workload()))
        .distinct()
        .flatMap(kind -> Stream.ofNullable(sources.get(kind)))
        .distinct()
        .toList();
  }

  /** Looks once at what workloads of a kind are built from. */
  private void look(Workload workload, Pipelines pipelines) {
    try {
      sources.computeIfAbsent(Kind.of(workload), kind -> pipelines.source(workload));
    } catch (HostException e) {
      // Its cells say what is wrong with it.
    }
  }

  private void work() {
    Map<Isa, Place> places = new EnumMap<>(Isa.class);
    try {
      Optional<CellSpec> next = agenda.take(Optional.empty());
      while (next.isPresent()) {
        CellSpec spec = next.get();
        run(spec, places.computeIfAbsent(spec.isa(), this::place));
        next = agenda.take(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      giveUp(new HostException("the run was interrupted", e));
    } catch (RuntimeException | Error e) {
      giveUp(e);
    } finally {
      places.values().forEach(place -> place.session().close());
    }
  }

  private Place place(Isa isa) {
    GuestSession session = new GuestSession(isa, home, directory, listener, pool);
    Pipelines own = pipelines.apply(session);
    return new Place(session, own, new CellRunner(session, directory, listener, own, references));
  }

  private void run(CellSpec spec, Place place) {
    if (spec.workload().tree().isPresent()) {
      // A user's tree may be gone when all cells have ended.
      look(spec.workload(), place.pipelines());
    }
    Duration apart = place.session().apart();
    long start = System.nanoTime();
    Cell cell = place.runner().run(spec);
    long end = System.nanoTime();
    // Which version of a package it is may be known only now.
    look(spec.workload(), place.pipelines());
    busyNanos.addAndGet(end - start - place.session().apart().minus(apart).toNanos());
    lastEnd.accumulateAndGet(end, Math::max);
    report.add(cell);
    place.session().facts().ifPresent(report::add);
    agenda.ended(spec);
    cells.get(spec.name()).complete(cell);
  }

  private void giveUp(Throwable cause) {
    cells.values().forEach(cell -> cell.completeExceptionally(cause));
    threads.shutdownNow();
  }

  /** Ends the guests, also in the middle of a cell. */
  @Override
  public void close() {
    threads.shutdownNow();
    pool.close();
  }
}
