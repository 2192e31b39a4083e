package io.riffle.soak;

import io.riffle.flow.Stopped;
import io.riffle.shuffle.ShuffleSummary;

/**
 * One stop in a life, with its shuffle.
 *
 * @param stop where the process was to be suspended
 * @param place where it was: pid, pc and function
 * @param seed the shuffle's seed
 * @param liveFrames frames on its stacks of functions that a shuffle can change
 * @param liveMoved objects that moved in functions with such frames
 * @param moved objects that moved in all
 * @param bits log2 of the number of admissible permutations of the whole binary
 */
public record Round(
    String stop, String place, long seed, int liveFrames, int liveMoved, int moved, double bits) {
  static Round of(String stop, Stopped place, long seed, ShuffleSummary summary) {
    return new Round(
        stop,
        place.toString(),
        seed,
        summary.live().frames(),
        summary.live().moved(),
        summary.total().moved(),
        summary.total().bits());
  }
}
