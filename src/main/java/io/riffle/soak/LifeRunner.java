package io.riffle.soak;

import io.riffle.flow.Completed;
import io.riffle.flow.Flow;
import io.riffle.flow.StepFailedException;
import io.riffle.flow.StopPoint;
import io.riffle.flow.Stopped;
import io.riffle.oracle.Judgement;
import io.riffle.oracle.NpbOracle;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/** Lives one life of a program. Stateless. */
public final class LifeRunner {
  private LifeRunner() {}

  /**
   * Starts a process, stops, shuffles and restores it at each stop, and judges its end.
   *
   * @param flow a fresh flow of the program
   * @param reference what an undisturbed run left
   * @param stops where it is stopped
   * @param seeds gives each shuffle its seed
   * @param options makes a shuffle of a seed; negative controls leave a half of it out
   */
  public static Life live(
      Flow flow,
      Completed reference,
      Stops stops,
      LongSupplier seeds,
      LongFunction<ShuffleOptions> options) {
    List<Round> rounds = new ArrayList<>();
    try {
      Optional<StopPoint> stop = stops.after(0);
      Optional<Stopped> stopped = Optional.of(flow.spawn(stop.orElseThrow()));
      while (stopped.isPresent()) {
        long seed = seeds.getAsLong();
        flow.dump();
        ShuffleSummary summary = flow.shuffle(options.apply(seed)).orElseThrow();
        rounds.add(Round.of(stop.orElseThrow().toString(), stopped.get(), seed, summary));
        flow.restore();
        stop = stops.after(rounds.size());
        stopped = stop.flatMap(flow::advanceOrEnd);
      }
      return Life.ended(rounds, objection(NpbOracle.judge(flow.complete(), reference)));
    } catch (StepFailedException e) {
      flow.cleanUp();
      return new Life(rounds, Optional.of("round " + (rounds.size() + 1) + ": " + e.getMessage()));
    }
  }

  private static Optional<String> objection(Judgement judgement) {
    return judgement instanceof Judgement.Objection objection
        ? Optional.of(objection.message() + "\n" + objection.detail())
        : Optional.empty();
  }
}
