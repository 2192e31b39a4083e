package io.riffle.soak;

import java.util.List;
import java.util.Optional;

/**
 * What became of a process.
 *
 * @param rounds its stops, in order
 * @param failure what was wrong with it, if anything was
 */
public record Life(List<Round> rounds, Optional<String> failure) {
  /** Copies {@code rounds}. */
  public Life {
    rounds = List.copyOf(rounds);
  }

  /**
   * A life that came to its end.
   *
   * @param rounds its stops, in order
   * @param failure what was wrong with its end, if anything was; if nothing was, a life of which no
   *     shuffle moved an object, although one could have, has failed all the same
   */
  static Life ended(List<Round> rounds, Optional<String> failure) {
    boolean idle =
        rounds.stream().allMatch(round -> round.moved() == 0)
            && rounds.stream().anyMatch(round -> round.bits() > 0);
    return new Life(
        rounds,
        idle
            ? failure.or(
                () ->
                    Optional.of(
                        rounds.size()
                            + " shuffles moved 0 objects, so its good end shows nothing:"
                            + " stop it more often, or take another seed"))
            : failure);
  }

  /** Whether it ended as an undisturbed run does. */
  public boolean passed() {
    return failure.isEmpty();
  }

  /** Objects that moved, over all rounds. */
  public int moved() {
    return rounds.stream().mapToInt(Round::moved).sum();
  }

  /** Objects that moved in live functions, over all rounds. */
  public int liveMoved() {
    return rounds.stream().mapToInt(Round::liveMoved).sum();
  }
}
