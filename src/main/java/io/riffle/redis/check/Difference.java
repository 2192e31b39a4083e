package io.riffle.redis.check;

/**
 * Something that is not as it was.
 *
 * @param where a key with its database, or the name of a fact
 * @param what which part of it, such as {@code value}; empty for a fact
 * @param before what it was
 * @param after what it is
 */
public record Difference(String where, String what, String before, String after) {
  /** Stands for something that is not there. */
  static final String NOTHING = "nothing";

  @Override
  public String toString() {
    return where + (what.isEmpty() ? "" : " " + what) + ": " + before + " -> " + after;
  }
}
