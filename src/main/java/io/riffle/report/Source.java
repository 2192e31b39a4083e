package io.riffle.report;

import static java.util.Objects.requireNonNull;

/**
 * What workloads of one kind were built from.
 *
 * @param what the kind, such as {@code kernels} or {@code redis}
 * @param which where they are from, such as {@code Riffle's own} or {@code Debian 7.0.15-1}
 */
public record Source(String what, String which) {
  /** What stands before the digest of a tree, which says more than where the tree lay. */
  static final String DIGEST = "SHA-256 of its sources ";

  /** What kernels that come with Riffle are from. */
  public static final String OWN = "Riffle's own";

  /**
   * Checks the words.
   *
   * @throws NullPointerException if one is null; the message names it
   */
  public Source {
    requireNonNull(what, "what");
    requireNonNull(which, "which");
  }

  /** Whether the same was built: trees of the same files are the same wherever they lie. */
  boolean isSameAs(Source other) {
    return what.equals(other.what) && content().equals(other.content());
  }

  private String content() {
    int digest = which.lastIndexOf(DIGEST);
    return digest < 0 ? which : which.substring(digest);
  }

  @Override
  public String toString() {
    return what + ": " + which;
  }
}
