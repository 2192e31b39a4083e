package io.riffle.shuffle;

import java.util.List;

/**
 * A frame object that a shuffle moved.
 *
 * @param names source variables that live in it, possibly none
 * @param kind what the compiler uses it for, in lower case
 * @param size its size in bytes
 * @param from where it was, as an offset from the CFA
 * @param to where it is
 */
public record Moved(List<String> names, String kind, long size, long from, long to) {
  /** Copies {@code names}. */
  public Moved {
    names = List.copyOf(names);
  }
}
