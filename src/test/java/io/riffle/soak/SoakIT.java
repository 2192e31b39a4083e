package io.riffle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.guest.GuestPool;
import io.riffle.guest.GuestSpec;
import io.riffle.guest.Lease;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleOptions.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short soak, and that one which does half its work is caught. */
class SoakIT {
  // A process that is restored goes on in code that is translated already, several times faster.
  private static final Duration EVERY = Duration.ofMillis(3);
  private static final int LEAST_ROUNDS = 10;

  /** A process that a busy machine hardly lets run would be stopped ever so often. */
  private static final int MOST_ROUNDS = 12;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Isa.class)
  @Execution(ExecutionMode.CONCURRENT)
  void survivesManyStopsInOneLife(Isa isa) {
    try (GuestPool pool = GuestPool.in(Home.fromEnvironment(), folder.resolve("guests"));
        Lease lease = pool.lease(GuestSpec.of(isa))) {
      SoakProgram program =
          SoakProgram.build("mg", "S", isa, BuildCache.of(Home.fromEnvironment()));
      SoakRunner runner = SoakRunner.prepare(lease.guest(), program, Optional.of(EVERY), folder);

      Life life = runner.live(7, MOST_ROUNDS, ShuffleOptions::seeded);
      Life half = runner.live(7, MOST_ROUNDS, seed -> ShuffleOptions.only(Part.CODE, seed));

      System.out.printf("%s: %d rounds in one life%n", isa, life.rounds().size());
      assertThat(life.failure()).as("%s", life).isEmpty();
      assertThat(life.liveMoved()).as("%s", life).isPositive();
      assertThat(life.rounds()).hasSizeGreaterThanOrEqualTo(LEAST_ROUNDS);
      assertThat(half.passed()).as("code alone: %s", half).isFalse();
    }
  }
}
