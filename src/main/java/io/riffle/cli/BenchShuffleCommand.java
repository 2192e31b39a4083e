package io.riffle.cli;

import io.riffle.bench.ShuffleBench;
import io.riffle.bench.ShuffleTimes;
import io.riffle.flow.StopPoint;
import io.riffle.guest.GuestPool;
import io.riffle.guest.GuestSpec;
import io.riffle.guest.Lease;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.setup.Requirements;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import io.riffle.workload.redis.RedisBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the shuffler. */
@Command(
    name = "shuffle",
    description = {
      "Measures the shuffler on redis-server and bt, dumped in guests: its phases in a warm JVM,",
      "what it moves over SFTP, and a whole process of it from start to end."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each figure is a median with the least and the most. Run it on a machine that does nothing",
      "else.",
      "",
      "Examples:",
      "  riffle bench shuffle",
      "  riffle bench shuffle --isa aarch64 --program bt --rounds 30 --json"
    })
final class BenchShuffleCommand implements Callable<Integer> {
  private static final String REDIS = "redis-server";
  private static final String BT = "bt";
  private static final int MOST_ROUNDS = 100_000;

  /** Set by the launcher, so that cold processes can be started as users do. */
  private static final String LAUNCHER = "riffle.launcher";

  @Spec private CommandSpec spec;

  @Mixin private IsaOption isas;

  @Option(
      names = "--program",
      split = ",",
      paramLabel = "NAME",
      description = "redis-server, bt, or both.")
  private List<String> programs = List.of(REDIS, BT);

  @Option(names = "--rounds", description = "Measured rounds in the warm JVM (default 20).")
  private int rounds = 20;

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    for (String program : programs) {
      if (!List.of(REDIS, BT).contains(program)) {
        throw usage("--program '" + program + "' is unknown: use " + REDIS + " or " + BT);
      }
    }
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw usage("--rounds " + rounds + ": give 1 or more, and at most " + MOST_ROUNDS);
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    // What is installed is no part of the JSON.
    Requirements.ensure(json ? err::println : out::println);
    LogFolder.with("riffle-bench", err, scratch -> measure(scratch, out));
    return ExitCode.OK;
  }

  private void measure(Path scratch, PrintWriter out) throws IOException {
    Home home = Home.fromEnvironment();
    List<ShuffleTimes> all = new ArrayList<>();
    try (GuestPool pool = GuestPool.in(home, scratch.resolve("guests"))) {
      for (Isa isa : isas.orAll()) {
        try (Lease lease = pool.lease(GuestSpec.of(isa))) {
          ShuffleBench bench = new ShuffleBench(lease.guest(), scratch, rounds);
          for (String program : programs) {
            ShuffleTimes times = measure(bench, program, isa, home);
            all.add(times);
            if (!json) {
              print(times, out);
            }
          }
        }
      }
    }
    if (json) {
      out.println(Json.of(all));
    }
  }

  private static ShuffleTimes measure(ShuffleBench bench, String program, Isa isa, Home home)
      throws IOException {
    Optional<Path> launcher = Optional.ofNullable(System.getProperty(LAUNCHER)).map(Path::of);
    BuildCache cache = BuildCache.of(home);
    if (program.equals(REDIS)) {
      return bench.measure(
          REDIS,
          RedisBuilder.debian(cache).build(isa).server(),
          new StopPoint.AfterTime(Duration.ofSeconds(4)),
          launcher);
    }
    Workload bt = Workloads.find(BT, "S");
    return bench.measure(
        BT,
        NpbBuilder.bundled(cache).build(bt, isa).binary(),
        new StopPoint.AtFunction(Workloads.migrationPoints(bt).get(0)),
        launcher);
  }

  private static void print(ShuffleTimes times, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s, %s: %d functions, binary %.1f MB, images %.1f MB%n",
        times.program(),
        times.isa(),
        times.functions(),
        times.binaryBytes() / 1e6,
        times.imageBytes() / 1e6);
    times.warmMillis().forEach((phase, millis) -> line(out, phase, millis + " ms"));
    line(out, "whole, warm JVM", times.warmTotalMillis() + " ms");
    line(out, "decoding alone", times.decodedMegabytesPerSecond() + " MB/s of code");
    ShuffleTimes.Remote remote = times.remote();
    line(
        out,
        "over SFTP",
        "%s s; %d bytes read, %d written, %d requests"
            .formatted(
                remote.seconds(), remote.bytesRead(), remote.bytesWritten(), remote.requests()));
    line(
        out,
        "cold process",
        times.coldSeconds().map(seconds -> seconds + " s").orElse("not by the launcher"));
    out.println();
    out.flush();
  }

  private static void line(PrintWriter out, String what, String figure) {
    out.printf(Locale.ROOT, "  %-16s %s%n", what, figure);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
