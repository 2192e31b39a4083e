package io.riffle.shuffle;

import java.util.List;
import java.util.Optional;

/**
 * A frame object of a live frame.
 *
 * @param names source variables that live in it, possibly none
 * @param kind what the compiler uses it for, in lower case
 * @param size its size in bytes
 * @param cfaOffset where it is, as an offset from the CFA
 * @param compiledOffset where the compiler had put it; another if shuffles have moved it
 * @param address where it is in the process
 * @param value its bytes in hexadecimal, the lowest address first, the first 64 of them if there
 *     are more; empty if the frame does not have it now or the dump does not hold it
 */
public record InspectedObject(
    List<String> names,
    String kind,
    long size,
    long cfaOffset,
    long compiledOffset,
    long address,
    Optional<String> value) {
  /** Copies {@code names}. */
  public InspectedObject {
    names = List.copyOf(names);
  }

  /** Whether it is elsewhere than where the compiler had put it. */
  public boolean moved() {
    return cfaOffset != compiledOffset;
  }
}
