package io.riffle.shuffle;

import io.riffle.isa.Isa;
import io.riffle.shuffle.ShuffleSummary.Totals;
import java.util.List;

/** What shuffles of a program with one function would say. */
public final class SampleSummaries {
  private static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0);

  private SampleSummaries() {}

  /** A shuffle with the seed 7 that moved so many objects. */
  public static ShuffleSummary moved(int objects, double bits) {
    return summary(false, objects, bits);
  }

  /** One that was told to move nothing. */
  public static ShuffleSummary identity(double bits) {
    return summary(true, 0, bits);
  }

  private static ShuffleSummary summary(boolean identity, int objects, double bits) {
    Totals totals = new Totals(1, 9, 9, objects, 0, bits, 0);
    return new ShuffleSummary(Isa.X86_64, 7, identity, 1, 1, 3, NONE, totals, 1, 100, List.of());
  }
}
