package io.riffle.suite;

import io.riffle.flow.Completed;
import io.riffle.flow.Ended;
import io.riffle.flow.InstalledProgram;
import io.riffle.flow.Step;
import io.riffle.guest.Guest;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.redis.RedisTrial;
import io.riffle.redis.data.Dataset;
import io.riffle.redis.server.DumpOptions;
import io.riffle.redis.server.RedisServer;
import io.riffle.report.Rung;
import io.riffle.report.Verdict;
import io.riffle.suite.References.Reference;
import io.riffle.workload.Workload;
import io.riffle.workload.redis.RedisBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Takes cells of redis up the ladder: a server that is filled, disturbed, compared key by key, used
 * further and ended. The rung of three rounds disturbs it under load, with all its clients.
 */
final class RedisClimber implements Climber {
  /** All cells have the same data, so that their digests can be compared. */
  private static final long DATA_SEED = 7;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration UNDISTURBED = Duration.ofSeconds(1);
  private static final int MOST_SHOWN = 50;

  private final Home home;
  private Guest guest;
  private InstalledProgram installed;

  RedisClimber(Home home) {
    this.home = home;
  }

  @Override
  public Verdict climb(Climb climb) {
    InstalledProgram program = program(climb);
    climb.ready();
    Dataset data = new Dataset(DATA_SEED, keys(climb.spec().workload()));
    try (RedisServer server =
        new RedisServer(program, climb.folder(), climb::begins, data.size())) {
      try {
        return verdict(climb, run(climb, server, data));
      } catch (JedisException | ConditionTimeoutException e) {
        // A guest that is lost throws at this look at the log; else the server is at fault.
        String log = server.log();
        return new Verdict.Failed(
            climb.current().label(), "connection", "the server: " + e.getMessage(), log);
      } finally {
        climb.keep(server.traces());
      }
    }
  }

  private List<String> run(Climb climb, RedisServer server, Dataset data) {
    CellSpec spec = climb.spec();
    Duration patience = PATIENCE.multipliedBy(data.size());
    RedisTrial trial = new RedisTrial(server, data, climb.session().guest().budget(patience));
    trial.begin();
    List<String> findings = new ArrayList<>(compareWithOtherIsas(climb, trial));
    if (spec.rung() == Rung.SHUFFLE_X3) {
      trial.disturbUnderLoad(
          IntStream.range(0, spec.stops().size())
              .<Runnable>mapToObj(
                  round -> () -> round(climb, server, round, DumpOptions.WITH_CLIENTS))
              .toList());
    } else if (spec.rung() != Rung.NATIVE) {
      trial.disturb(() -> round(climb, server, 0, DumpOptions.ALONE));
    }
    if (spec.rung() == Rung.SHUFFLE) {
      trial.use();
    }
    trial.end();
    findings.addAll(trial.findings());
    return findings;
  }

  private static void round(Climb climb, RedisServer server, int round, DumpOptions options) {
    server.suspend(climb.spec().stops().get(round).resolve(UNDISTURBED));
    server.dump(options);
    if (climb.spec().rung() != Rung.DUMP_RESTORE) {
      climb.shuffled(server.shuffle(climb.options(round)));
    }
    server.restore(options);
  }

  /** The same data have the same digest on every ISA. */
  private static List<String> compareWithOtherIsas(Climb climb, RedisTrial trial) {
    Workload workload = climb.spec().workload();
    String digest = trial.reference().digest();
    climb
        .references()
        .put(
            workload,
            climb.spec().isa(),
            new Reference(new Completed(new Ended(0, null), digest, ""), UNDISTURBED));
    List<String> findings = new ArrayList<>();
    for (Isa other : Isa.values()) {
      climb
          .references()
          .of(workload, other)
          .map(reference -> reference.completed().output())
          .filter(theirs -> !theirs.equals(digest))
          .ifPresent(
              theirs -> findings.add("DEBUG DIGEST is " + digest + ", on " + other + " " + theirs));
    }
    return findings;
  }

  private static Verdict verdict(Climb climb, List<String> findings) {
    if (findings.isEmpty()) {
      return new Verdict.Passed();
    }
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

  /** Redis in the session's guest, installed again if the guest is another. */
  private InstalledProgram program(Climb climb) {
    Guest now = climb.session().guest();
    if (installed == null || guest != now) {
      RedisBuilder builder = Sources.redis(climb.spec().workload(), BuildCache.of(home));
      installed = RedisServer.install(now, builder, home);
      guest = now;
    }
    return installed;
  }
}
