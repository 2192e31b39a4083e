package io.riffle.suite;

import io.riffle.flow.Completed;
import io.riffle.flow.Ended;
import io.riffle.flow.Step;
import io.riffle.flow.StepFailedException;
import io.riffle.host.BuildCache;
import io.riffle.host.FileTree;
import io.riffle.isa.Isa;
import io.riffle.redis.RedisTrial;
import io.riffle.redis.client.OddReplyException;
import io.riffle.redis.data.Dataset;
import io.riffle.redis.server.DataFile;
import io.riffle.redis.server.DumpOptions;
import io.riffle.redis.server.Server;
import io.riffle.report.Rung;
import io.riffle.report.Verdict;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import io.riffle.suite.References.Reference;
import io.riffle.workload.Workload;
import io.riffle.workload.redis.RedisBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Takes cells of redis up the ladder: a server that is filled, disturbed, compared key by key, used
 * further and ended. The rung of three rounds disturbs it under load, with all its clients, if the
 * pipeline can dump those.
 */
final class RedisClimber implements Climber {
  /** All cells have the same data, so that their digests can be compared. */
  private static final long DATA_SEED = 7;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration UNDISTURBED = Duration.ofSeconds(1);
  private static final int MOST_SHOWN = 50;

  /** Larger data are not used further: to load and read them three times more takes too long. */
  private static final int MOST_USED = 100_000;

  /** What a guest needs besides keys, in MiB. */
  private static final int LEAST_MEMORY_MB = 1024;

  /** How many keys may add a MiB: there are two servers at times, and files in between. */
  private static final int KEYS_OF_A_MEGABYTE = 320;

  private final Pipelines pipelines;

  RedisClimber(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  @Override
  public Verdict climb(Climb climb) {
    Dataset data = new Dataset(DATA_SEED, keys(climb.spec().workload()));
    if (data.size() > 1) {
      climb.session().requireMemory(LEAST_MEMORY_MB + data.keys() / KEYS_OF_A_MEGABYTE);
    }
    pipelines.prepare(climb.spec().workload());
    climb.ready();
    try (Server server =
        pipelines.server(climb.spec().workload(), data.size(), climb.folder(), climb::begins)) {
      try {
        List<ShuffleSummary> shuffles = new ArrayList<>();
        List<String> findings = run(climb, server, data, shuffles);
        return findings.isEmpty()
            ? DisturbedRun.verdict(IdleShuffles.judge(shuffles), Step.SHUFFLE.label())
            : verdict(climb, findings);
      } catch (JedisException | ConditionTimeoutException e) {
        // A guest that is lost throws at this look at the log; else the server is at fault.
        return broken(climb.current(), e, server.log());
      } finally {
        climb.keep(server.traces());
      }
    }
  }

  /** What a server that no longer answers, or not as servers do, is found to be. */
  static Verdict broken(Step step, RuntimeException e, String log) {
    String check = e instanceof OddReplyException ? "reply" : "connection";
    return new Verdict.Failed(step.label(), check, "the server: " + e.getMessage(), log);
  }

  private List<String> run(
      Climb climb, Server server, Dataset data, List<ShuffleSummary> shuffles) {
    CellSpec spec = climb.spec();
    Duration patience = PATIENCE.multipliedBy(data.size());
    RedisTrial trial = new RedisTrial(server, data, climb.session().guest().budget(patience));
    begin(climb, trial, data);
    List<String> findings =
        new ArrayList<>(
            compareWithOtherIsas(
                climb.references(), spec.workload(), spec.isa(), trial.reference().digest()));
    if (spec.rung() == Rung.SHUFFLE_X3 && server.takesClients()) {
      trial.disturbUnderLoad(rounds(climb, server, DumpOptions.WITH_CLIENTS, shuffles));
    } else {
      rounds(climb, server, DumpOptions.ALONE, shuffles).forEach(trial::disturb);
    }
    try {
      if (spec.rung() == Rung.SHUFFLE && data.keys() <= MOST_USED) {
        trial.use();
      }
      trial.end();
      findings.addAll(trial.findings());
    } catch (JedisException | ConditionTimeoutException | StepFailedException e) {
      // What differed at once says more than what a damaged server then fails at.
      findings.addAll(trial.findings());
      if (findings.isEmpty()) {
        throw e;
      }
      findings.add("used further, it breaks: " + e.getMessage());
    }
    return findings;
  }

  /** Emulated servers take long to be filled; large data are made on this machine and loaded. */
  private static void begin(Climb climb, RedisTrial trial, Dataset data) {
    if (data.size() == 1) {
      trial.begin();
      return;
    }
    Path folder = climb.folder("data");
    try {
      RedisBuilder builder =
          Sources.redis(climb.spec().workload(), BuildCache.of(climb.session().home()));
      trial.begin(DataFile.make(builder.buildForHost().server(), data, folder));
    } finally {
      FileTree.deleteIfPossible(folder);
    }
  }

  private static List<Runnable> rounds(
      Climb climb, Server server, DumpOptions options, List<ShuffleSummary> shuffles) {
    return IntStream.range(0, climb.spec().stops().size())
        .<Runnable>mapToObj(
            round -> () -> round(climb, server, round, options).ifPresent(shuffles::add))
        .toList();
  }

  private static Optional<ShuffleSummary> round(
      Climb climb, Server server, int round, DumpOptions options) {
    Optional<ShuffleOptions> shuffle =
        climb.spec().rung() == Rung.DUMP_RESTORE
            ? Optional.empty()
            : Optional.of(climb.options(round));
    Optional<ShuffleSummary> summary =
        server.round(climb.spec().stops().get(round).resolve(UNDISTURBED), shuffle, options);
    summary.ifPresent(climb::shuffled);
    return summary;
  }

  /** The same data have the same digest on every ISA. */
  static List<String> compareWithOtherIsas(
      References references, Workload workload, Isa isa, String digest) {
    references.put(
        workload, isa, new Reference(new Completed(new Ended(0, null), digest, ""), UNDISTURBED));
    List<String> findings = new ArrayList<>();
    for (Isa other : Isa.values()) {
      references
          .of(workload, other)
          .map(reference -> reference.completed().output())
          .filter(theirs -> !theirs.equals(digest))
          .ifPresent(
              theirs -> findings.add("the data: " + digest + ", on " + other + " " + theirs));
    }
    return findings;
  }

  private static Verdict verdict(Climb climb, List<String> findings) {
    Step step = climb.spec().rung() == Rung.NATIVE ? Step.RUN : Step.RESTORE;
    String shown = String.join("\n", findings.subList(0, Math.min(MOST_SHOWN, findings.size())));
    return new Verdict.Failed(
        step.label(), "keys", findings.size() + " differences: " + findings.get(0), shown);
  }

  private static int keys(Workload workload) {
    return switch (workload.problemClass()) {
      case 'S' -> 10_000;
      case 'W' -> 100_000;
      default -> 1_000_000;
    };
  }
}
