package io.riffle.shuffle;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a shuffle is to do.
 *
 * <pre>{@code
 * flow.shuffle(ShuffleOptions.seeded(42));
 * // A negative control: the code is rewritten, the stacks are not, and the test must notice.
 * flow.shuffle(ShuffleOptions.only(ShuffleOptions.Part.CODE, 42));
 * }</pre>
 *
 * @param seed chooses the permutation: the same seed, binary and image give the same bytes
 * @param parts what is written; all of them but for negative controls
 * @param identity whether everything is read, decoded, analysed and written back with every object
 *     in its place, so that no byte changes
 * @param again whether images that were shuffled already may be shuffled once more
 * @param fault what is done wrong on purpose, by tests of tests
 */
public record ShuffleOptions(
    long seed, Set<Part> parts, boolean identity, boolean again, Optional<Fault> fault) {
  /** The two halves of a shuffle, neither of which is right without the other. */
  public enum Part {
    /** Instructions and layout, in the binary and in the image's text pages. */
    CODE,
    /** Bytes of live frames in the image. */
    STACK
  }

  /** Copies {@code parts}. */
  public ShuffleOptions {
    parts = Set.copyOf(parts);
  }

  /** A whole shuffle with the given seed. */
  public static ShuffleOptions seeded(long seed) {
    return new ShuffleOptions(seed, EnumSet.allOf(Part.class), false, false, Optional.empty());
  }

  /** A rewrite that changes nothing. */
  public static ShuffleOptions unchanged() {
    return new ShuffleOptions(0, EnumSet.allOf(Part.class), true, false, Optional.empty());
  }

  /** A shuffle that leaves out one half, which an oracle must notice. */
  public static ShuffleOptions only(Part part, long seed) {
    return new ShuffleOptions(seed, Set.of(part), false, false, Optional.empty());
  }

  /** The same, also for images that were shuffled already. */
  public ShuffleOptions allowingAgain() {
    return new ShuffleOptions(seed, parts, identity, true, fault);
  }

  /** The same with damage that an oracle must notice. */
  public ShuffleOptions with(Fault damage) {
    return new ShuffleOptions(seed, parts, identity, again, Optional.of(damage));
  }

  boolean writes(Part part) {
    return parts.contains(part);
  }
}
