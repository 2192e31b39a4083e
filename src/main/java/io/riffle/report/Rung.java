package io.riffle.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * The rungs of the ladder, each adding one thing to the one before, so that a fault is located.
 *
 * <pre>{@code
 * @GuestTest
 * void climbs(Rung rung, @FlowOf(source = "src/test/c/counter.c") Flow flow) {
 *   Completed undisturbed = flow.run();
 *   if (rung != Rung.NATIVE) {
 *     flow.spawn(StopPoint.parse("step:50"));
 *     flow.dump();
 *     if (rung == Rung.SHUFFLE) {
 *       flow.shuffle(ShuffleOptions.seeded(42));
 *     }
 *     flow.restore();
 *     assertThat(flow.complete()).endedWell().hasSameOutputAs(undisturbed);
 *   }
 * }
 * }</pre>
 */
public enum Rung {
  /** The program runs undisturbed. */
  NATIVE("native"),
  /** It is dumped and restored, its image untouched. */
  DUMP_RESTORE("dump+restore"),
  /** Between the two the shuffler runs and moves nothing. */
  IDENTITY("identity"),
  /** The shuffler permutes the frame objects. */
  SHUFFLE("shuffle"),
  /** It is stopped, dumped, shuffled and restored three times in one life. */
  SHUFFLE_X3("shuffle-x3"),
  /**
   * It is dumped on another ISA, rewritten for this one and restored here. Not of the ladder: only
   * implementations of the flow that rewrite across ISAs are taken to it.
   */
  MIGRATE("migrate");

  private static final List<Rung> LADDER =
      List.of(NATIVE, DUMP_RESTORE, IDENTITY, SHUFFLE, SHUFFLE_X3);

  private final String label;

  Rung(String label) {
    this.label = label;
  }

  /** The rungs that every implementation is taken to, lowest first. */
  public static List<Rung> ladder() {
    return LADDER;
  }

  /** Whether this rung does all that the other does, and more. */
  boolean restsOn(Rung other) {
    // Who migrates need not shuffle.
    return other.compareTo(this == MIGRATE ? IDENTITY : this) < 0;
  }

  /** The name that readers see, also in JSON. */
  @JsonValue
  public String label() {
    return label;
  }
}
