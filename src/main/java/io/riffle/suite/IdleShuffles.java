package io.riffle.suite;

import io.riffle.oracle.Judgement;
import io.riffle.oracle.Judgement.Agreed;
import io.riffle.oracle.Judgement.Objection;
import io.riffle.shuffle.ShuffleSummary;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Whether the shuffles of one run moved anything: a program that ends well after shuffles that
 * moved nothing has shown nothing.
 */
final class IdleShuffles {
  private IdleShuffles() {}

  /**
   * Objects if none of the shuffles moved an object although one could have. Those that were told
   * to move nothing do not count.
   *
   * @param rounds what the shuffles of a run did, in order
   */
  static Judgement judge(List<ShuffleSummary> rounds) {
    List<ShuffleSummary> meant = rounds.stream().filter(round -> !round.identity()).toList();
    double bits = bits(meant).sum();
    if (bits == 0 || meant.stream().anyMatch(round -> round.total().moved() > 0)) {
      return new Agreed();
    }
    String detail =
        String.format(
            Locale.ROOT,
            "bits by round: %s; a right shuffle leaves all in place in one of 2^%.1f runs, so if"
                + " these are few, take another seed",
            bits(meant).boxed().toList(),
            bits);
    return new Objection("moved", "0 objects moved in %d shuffles".formatted(meant.size()), detail);
  }

  private static DoubleStream bits(List<ShuffleSummary> rounds) {
    return rounds.stream().mapToDouble(round -> round.total().bits());
  }
}
