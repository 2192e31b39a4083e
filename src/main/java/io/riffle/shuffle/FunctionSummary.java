package io.riffle.shuffle;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a shuffle did to one function.
 *
 * @param name its symbol
 * @param address its first instruction, as linked
 * @param objects frame objects known
 * @param movable those that may move
 * @param moved those that did move
 * @param references instructions whose displacement was rewritten
 * @param bits log2 of the number of admissible permutations
 * @param liveFrames its frames on the stacks of the image's threads
 * @param pinned how many objects stay, by reason
 * @param moves what moved where
 */
public record FunctionSummary(
    String name,
    long address,
    int objects,
    int movable,
    int moved,
    int references,
    double bits,
    int liveFrames,
    Map<PinReason, Integer> pinned,
    List<Moved> moves) {

  /** Copies the collections, {@code pinned} in the order of the reasons. */
  public FunctionSummary {
    Map<PinReason, Integer> copy = new EnumMap<>(PinReason.class);
    copy.putAll(pinned);
    pinned = Collections.unmodifiableMap(copy);
    moves = List.copyOf(moves);
  }
}
