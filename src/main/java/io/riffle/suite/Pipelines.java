package io.riffle.suite;

import io.riffle.flow.Flow;
import io.riffle.flow.FoundPlace;
import io.riffle.flow.MakeMigration;
import io.riffle.flow.NotOfferedException;
import io.riffle.flow.Pipeline;
import io.riffle.flow.Step;
import io.riffle.host.BuildCache;
import io.riffle.redis.server.RedisServer;
import io.riffle.redis.server.Server;
import io.riffle.report.Rung;
import io.riffle.report.Source;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes the pipelines of one guest session: which implementation of the flow its cells test. Not
 * safe for use by several threads.
 */
public interface Pipelines {
  /** Gets a workload ready in the session's guest; none of what this takes counts as its run. */
  void prepare(Workload workload);

  /**
   * A pipeline of a workload that is ready.
   *
   * @param artefacts existing folder that gets the logs of the steps
   * @param listener is told of each step when it begins
   */
  Pipeline open(Workload workload, Path artefacts, Consumer<Step> listener);

  /**
   * The same, with a limit for each run of the program.
   *
   * @param longestRun how long the program may run on hardware
   */
  default Pipeline open(
      Workload workload, Duration longestRun, Path artefacts, Consumer<Step> listener) {
    return open(workload, artefacts, listener);
  }

  /**
   * The server of a workload that is ready and is {@link Workloads#REDIS}, not started yet.
   *
   * @param size how many times longer than small data its data may take
   * @param artefacts existing folder that gets the logs of the steps
   * @param listener is told of each step when it begins
   */
  Server server(Workload workload, int size, Path artefacts, Consumer<Step> listener);

  /**
   * Builds on this machine what the workload needs in the session's guest; by default nothing.
   *
   * @throws io.riffle.workload.BuildFailedException if its sources are at fault
   */
  default void build(Workload workload) {}

  /**
   * A pipeline that takes a workload, which is ready, from a guest of another ISA to the session's.
   *
   * @param longestRun how long the program may run on hardware
   * @throws NotOfferedException if the implementation has none for the workload, which is the
   *     default
   */
  default MakeMigration migration(
      Workload workload, Duration longestRun, Path artefacts, Consumer<Step> listener) {
    throw new NotOfferedException("this pipeline migrates nothing to another ISA");
  }

  /** Why a cell cannot be run by these, in a sentence; empty if it can. */
  default Optional<String> lacking(CellSpec spec) {
    return Optional.empty();
  }

  /**
   * A good place to stop a workload that is ready, found by running it.
   *
   * @return nothing if this pipeline or the workload has none
   */
  default Optional<FoundPlace> found(Workload workload) {
    return Optional.empty();
  }

  /**
   * What a workload's program is built from.
   *
   * @throws io.riffle.host.HostException if its sources are no longer there
   */
  Source source(Workload workload);

  /** What the command line says to have cells run by these, with a space before it. */
  default String arguments() {
    return "";
  }

  /** Riffle's own. */
  static Pipelines riffle(GuestSession session) {
    return new Pipelines() {
      private final OwnServers servers = new OwnServers(session);

      @Override
      public void build(Workload workload) {
        if (!session.has(workload)) {
          session.build(workload, session.isa());
        }
      }

      @Override
      public Optional<String> lacking(CellSpec spec) {
        return spec.rung() == Rung.MIGRATE
            ? Optional.of("Riffle itself rewrites no images for other ISAs")
            : Optional.empty();
      }

      @Override
      public void prepare(Workload workload) {
        if (workload.name().equals(Workloads.REDIS)) {
          servers.program(workload);
        } else {
          session.program(workload);
        }
      }

      @Override
      public Server server(Workload workload, int size, Path artefacts, Consumer<Step> listener) {
        return new RedisServer(servers.program(workload), artefacts, listener, size);
      }

      @Override
      public Source source(Workload workload) {
        return Sources.of(workload, BuildCache.of(session.home()));
      }

      @Override
      public Optional<FoundPlace> found(Workload workload) {
        return session.found(workload);
      }

      @Override
      public Pipeline open(Workload workload, Path artefacts, Consumer<Step> listener) {
        return open(workload, RunLimits.of(workload), artefacts, listener);
      }

      @Override
      public Pipeline open(
          Workload workload, Duration longestRun, Path artefacts, Consumer<Step> listener) {
        return new Flow(session.program(workload), longestRun, artefacts, listener);
      }
    };
  }
}
