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

  /** Whether it ended as an undisturbed run does. */
  public boolean passed() {
    return failure.isEmpty();
  }

  /** Objects that moved in live functions, over all rounds. */
  public int liveMoved() {
    return rounds.stream().mapToInt(Round::liveMoved).sum();
  }
}
