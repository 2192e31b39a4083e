package io.riffle.cli;

import io.riffle.guest.GuestSpec;
import io.riffle.guest.GuestStarter;
import io.riffle.guest.StartBench;
import io.riffle.guest.StartTimes;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.setup.Requirements;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how soon a guest answers. */
@Command(
    name = "boot",
    description = {
      "Boots and resumes guests by turns, and tells how long each took to answer its first"
          + " command,",
      "in ms: median (least to most), and the medians of its parts. A first round is not counted."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  riffle bench boot",
      "  riffle bench boot --isa aarch64 --runs 50 --resumed",
      "  riffle bench boot --clones 4"
    })
final class BenchBootCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private IsaOption isas;

  @Option(names = "--runs", description = "Counted rounds (default ${DEFAULT-VALUE}).")
  private int runs = 7;

  @Option(names = "--resumed", description = "Only resume.")
  private boolean resumedOnly;

  @Option(
      names = "--clones",
      paramLabel = "N",
      description = "Also resume N guests at once, in every round.")
  private int clones;

  @Override
  public Integer call() throws IOException {
    if (runs < 1 || clones < 0) {
      throw new ParameterException(
          spec.commandLine(),
          runs < 1 ? "--runs " + runs + ": give 1 or more" : "--clones " + clones + " are too few");
    }
    PrintWriter out = spec.commandLine().getOut();
    Requirements.ensure(out::println);
    LogFolder.with("riffle-bench", spec.commandLine().getErr(), scratch -> measure(scratch, out));
    return ExitCode.OK;
  }

  private void measure(Path scratch, PrintWriter out) throws IOException {
    StartBench bench = new StartBench(GuestStarter.in(Home.fromEnvironment()), scratch);
    for (Isa isa : isas.orAll()) {
      measure(bench, isa, out);
    }
  }

  private void measure(StartBench bench, Isa isa, PrintWriter out) throws IOException {
    GuestSpec guest = GuestSpec.of(isa);
    List<StartTimes> booted = new ArrayList<>();
    List<StartTimes> resumed = new ArrayList<>();
    List<StartTimes> together = new ArrayList<>();
    bench.resume(guest);
    for (int run = 0; run < runs; run++) {
      if (!resumedOnly) {
        booted.add(bench.boot(guest));
      }
      resumed.add(bench.resume(guest));
      if (clones > 0) {
        together.addAll(bench.resumeTogether(guest, clones));
      }
    }
    print(isa + " cold", booted, out);
    print(isa + " resumed", resumed, out);
    print(isa + " " + clones + " at once", together, out);
    if (!booted.isEmpty()) {
      out.printf(
          Locale.ROOT,
          "%s: resumed is %.1f times faster than cold%n",
          isa,
          (double) median(booted, StartTimes::total) / median(resumed, StartTimes::total));
    }
    out.flush();
  }

  private static void print(String what, List<StartTimes> times, PrintWriter out) {
    if (times.isEmpty()) {
      return;
    }
    List<Long> totals = sorted(times, StartTimes::total);
    out.printf(
        Locale.ROOT,
        "%-18s %5d (%d to %d) in %d runs: QEMU %d, machine %d, login %d, command %d%n",
        what,
        median(times, StartTimes::total),
        totals.get(0),
        totals.get(totals.size() - 1),
        times.size(),
        median(times, StartTimes::qemu),
        median(times, StartTimes::machine),
        median(times, StartTimes::login),
        median(times, StartTimes::command));
    out.flush();
  }

  private static long median(List<StartTimes> times, Function<StartTimes, Duration> part) {
    return sorted(times, part).get(times.size() / 2);
  }

  private static List<Long> sorted(List<StartTimes> times, Function<StartTimes, Duration> part) {
    return times.stream().map(part).map(Duration::toMillis).sorted().toList();
  }
}
