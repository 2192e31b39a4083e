package io.riffle.shuffle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What a register may hold at a point of a function, seen from the frame: an element of the lattice
 * of the dataflow analysis, ordered by what it allows.
 *
 * @param other whether it may be something that is no address of this frame
 * @param anyAddress whether it may be any address of this frame
 * @param offsets the addresses of this frame that it may be, as offsets from the CFA, ascending
 */
record FrameValue(boolean other, boolean anyAddress, List<Long> offsets) {
  /** Loops that step an address would otherwise grow the set for ever. */
  private static final int MOST_OFFSETS = 8;

  /** Nothing yet: the value of a point that is not reached. */
  static final FrameValue NONE = new FrameValue(false, false, List.of());

  /** No address of this frame. */
  static final FrameValue OTHER = new FrameValue(true, false, List.of());

  /** Some address of this frame, not known which. */
  static final FrameValue ANY_ADDRESS = new FrameValue(true, true, List.of());

  /** The address CFA + {@code offset}. */
  static FrameValue at(long offset) {
    return new FrameValue(false, false, List.of(offset));
  }

  /** Whether it may be an address of this frame. */
  boolean mayBeAddress() {
    return anyAddress || !offsets.isEmpty();
  }

  /** Whether it can be nothing but CFA + {@code offset}. */
  boolean is(long offset) {
    return isExact() && offsets.get(0) == offset;
  }

  /** Whether it can be one address of this frame only. */
  boolean isExact() {
    return !other && !anyAddress && offsets.size() == 1;
  }

  /**
   * The offset of an exact value.
   *
   * @throws IllegalStateException if it is not exact
   */
  long exact() {
    if (!isExact()) {
      throw new IllegalStateException("not one address: " + this);
    }
    return offsets.get(0);
  }

  /** This value plus a constant. */
  FrameValue plus(long delta) {
    return offsets.isEmpty() || delta == 0
        ? this
        : new FrameValue(other, anyAddress, offsets.stream().map(at -> at + delta).toList());
  }

  /** Either value. */
  FrameValue or(FrameValue that) {
    if (this == that || that == NONE || equals(that)) {
      return this;
    }
    if (this == NONE) {
      return that;
    }
    boolean any = anyAddress || that.anyAddress;
    List<Long> both = any ? List.of() : union(offsets, that.offsets);
    any |= both.size() > MOST_OFFSETS;
    boolean either = other || that.other;
    // The analysis asks this for every register at every jump: mostly nothing is new.
    return either == other && any == anyAddress && both.equals(offsets)
        ? this
        : new FrameValue(either, any, any ? List.of() : both);
  }

  /** Both lists in one, ascending, each number once. */
  private static List<Long> union(List<Long> one, List<Long> other) {
    if (other.isEmpty() || one.equals(other)) {
      return one;
    }
    if (one.isEmpty()) {
      return other;
    }
    List<Long> both = new ArrayList<>(one.size() + other.size());
    int left = 0;
    int right = 0;
    while (left < one.size() || right < other.size()) {
      boolean fromOne =
          right == other.size() || left < one.size() && one.get(left) <= other.get(right);
      long next = fromOne ? one.get(left++) : other.get(right++);
      if (both.isEmpty() || both.get(both.size() - 1) != next) {
        both.add(next);
      }
    }
    return Collections.unmodifiableList(both);
  }

  /** The addresses part alone, without the possibility that it is something else. */
  FrameValue addresses() {
    return other ? new FrameValue(false, anyAddress, offsets) : this;
  }

  /** The offsets that it may be. */
  LongStream stream() {
    return offsets.stream().mapToLong(Long::longValue);
  }
}
