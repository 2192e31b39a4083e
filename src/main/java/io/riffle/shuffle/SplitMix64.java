package io.riffle.shuffle;

import java.nio.charset.StandardCharsets;

/**
 * The pseudo-random generator of a shuffle: SplitMix64 (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014). Written out here because a seed must give the same
 * bytes with every Java version.
 */
final class SplitMix64 {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private long state;

  SplitMix64(long seed) {
    state = seed;
  }

  /**
   * The generator of one function: it depends on nothing but the seed and the function, so that the
   * order of functions does not matter.
   */
  static SplitMix64 of(long seed, String function, long address) {
    long hash = FNV_BASIS;
    for (byte character : function.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (character & 0xff)) * FNV_PRIME;
    }
    return new SplitMix64(mix(mix(seed) ^ hash) ^ mix(address));
  }

  long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform in [0, bound), without the bias of a plain remainder. */
  int nextInt(int bound) {
    // 2^64 modulo bound: values below it belong to an incomplete last round and are drawn again.
    long excess = Long.remainderUnsigned(-bound, bound);
    long value = nextLong();
    while (Long.compareUnsigned(value, excess) < 0) {
      value = nextLong();
    }
    return (int) Long.remainderUnsigned(value, bound);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
