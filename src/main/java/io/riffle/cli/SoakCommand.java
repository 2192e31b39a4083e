package io.riffle.cli;

import io.riffle.guest.GuestPool;
import io.riffle.guest.GuestSpec;
import io.riffle.guest.Lease;
import io.riffle.host.BuildCache;
import io.riffle.host.FileTree;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.setup.Requirements;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.soak.Life;
import io.riffle.soak.SoakProgram;
import io.riffle.soak.SoakRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle soak}: many stops in one life, life after life. */
@Command(
    name = "soak",
    description = {
      "Stops a process at random times, dumps, shuffles and restores it, again and again until it",
      "ends, and checks its result; then begins anew until the time is over. Each round has"
          + " another",
      "seed. One line tells how each life ended.",
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  riffle soak --minutes 10 --seed 7",
      "  riffle soak --minutes 5 --seed 7 --isa aarch64 --workload mg,threads-pie",
      "  riffle soak --lives 1 --seed 9 --isa x86-64 --workload cg --every 120",
    })
final class SoakCommand implements Callable<Integer> {
  /** A year. */
  private static final int MOST_MINUTES = 366 * 24 * 60;

  /** An hour; no program that is soaked runs for so long. */
  private static final int MOST_MS = 60 * 60 * 1000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      defaultValue = "5",
      description = "Begin no life after so many minutes (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--lives",
      paramLabel = "N",
      description = "End after so many lives of each workload on each ISA, whatever the time.")
  private Integer lives;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = SeedConverter.class,
      description =
          "Chooses stops and shuffles; the next life has the next one. Random by default.")
  private Long seed;

  @Mixin private IsaOption isas;

  @Option(
      names = "--workload",
      split = ",",
      paramLabel = "NAME",
      description = "Kernels, or shapes of fixtures/shapes (default: cg,mg).")
  private List<String> workloads = List.of("cg", "mg");

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      defaultValue = "S",
      description = "Problem class of kernels (default: ${DEFAULT-VALUE}).")
  private String problemClass;

  @Option(
      names = "--every",
      paramLabel = "MS",
      description = "Mean time from one stop to the next; by default a twentieth of a life.")
  private Integer everyMs;

  private int passed;
  private int failed;

  @Override
  public Integer call() throws IOException {
    check();
    PrintWriter out = spec.commandLine().getOut();
    Requirements.ensure(out::println);
    long first = seed != null ? seed : new SecureRandom().nextLong() >>> 1;
    Path artefacts = Files.createTempDirectory("riffle-soak-");
    out.println("seed " + first + ", logs in " + artefacts);
    long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
    try (GuestPool pool = GuestPool.in(Home.fromEnvironment(), artefacts.resolve("guests"))) {
      for (int life = 0; more(life, end); life++) {
        for (Isa isa : isas.orAll()) {
          for (String workload : workloads) {
            if (life == 0 || more(life, end)) {
              live(pool, isa, workload, first + life, artefacts, out);
            }
          }
        }
      }
    }
    out.println(passed + " lives passed, " + failed + " failed");
    if (failed == 0) {
      FileTree.deleteIfPossible(artefacts);
    }
    return failed == 0 ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private void check() {
    try {
      workloads.forEach(workload -> SoakProgram.check(workload, problemClass));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    check("--minutes", minutes, MOST_MINUTES);
    check("--lives", lives == null ? 1 : lives, Integer.MAX_VALUE);
    check("--every", everyMs == null ? 1 : everyMs, MOST_MS);
  }

  private void check(String option, int value, int most) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " " + value + " is too little: give 1 or more");
    }
    if (value > most) {
      throw new ParameterException(
          spec.commandLine(), option + " " + value + " is too much: give " + most + " or less");
    }
  }

  private boolean more(int life, long end) {
    return lives != null ? life < lives : life == 0 || System.nanoTime() < end;
  }

  private void live(
      GuestPool pool, Isa isa, String workload, long seed, Path artefacts, PrintWriter out) {
    SoakProgram program =
        SoakProgram.build(workload, problemClass, isa, BuildCache.of(Home.fromEnvironment()));
    long start = System.nanoTime();
    try (Lease lease = pool.lease(GuestSpec.of(isa))) {
      SoakRunner runner =
          SoakRunner.prepare(
              lease.guest(),
              program,
              Optional.ofNullable(everyMs).map(Duration::ofMillis),
              artefacts);
      Life life = runner.live(seed, ShuffleOptions::seeded);
      passed += life.passed() ? 1 : 0;
      failed += life.passed() ? 0 : 1;
      out.println(
          ("%s %s %s, seed %d: %d rounds, %d objects moved, %d of them in live functions,"
                  + " %d s; again with: %s")
              .formatted(
                  life.passed() ? "passed" : "FAILED",
                  isa,
                  program.name(),
                  seed,
                  life.rounds().size(),
                  life.moved(),
                  life.liveMoved(),
                  Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                  again(isa, workload, seed, runner.every())));
      life.failure().ifPresent(failure -> out.println(failure.indent(2)));
      out.flush();
    }
  }

  private String again(Isa isa, String workload, long seed, Duration every) {
    return "./riffle soak --lives 1 --seed %d --isa %s --workload %s --class %s --every %d"
        .formatted(seed, isa, workload, problemClass, Math.max(1, every.toMillis()));
  }
}
