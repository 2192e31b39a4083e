package io.riffle.shuffle;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much a shuffle can change in one function.
 *
 * @param name its symbol
 * @param address its first instruction, as linked
 * @param objects frame objects known
 * @param movable those that may move
 * @param bits binary logarithm of the number of admissible permutations
 * @param slotBits binary logarithm of how many places an object may take, averaged over all objects
 *     (Chameleon's measure); 0 without objects
 * @param liveFrames its frames on the stacks of an image's threads
 * @param pinned how many objects stay, by reason
 */
public record FunctionEntropy(
    String name,
    long address,
    int objects,
    int movable,
    double bits,
    double slotBits,
    int liveFrames,
    Map<PinReason, Integer> pinned) {
  /** Copies {@code pinned}, in the order of the reasons. */
  public FunctionEntropy {
    Map<PinReason, Integer> copy = new EnumMap<>(PinReason.class);
    copy.putAll(pinned);
    pinned = Collections.unmodifiableMap(copy);
  }
}
