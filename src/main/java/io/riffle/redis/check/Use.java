package io.riffle.redis.check;

/**
 * What redis remembers of a key's use: when it was used last, or, if it is to evict what is used
 * seldom, how often. To read a key is to use it.
 *
 * @param last when it was used last before it was read, in s since the epoch, to a second or so;
 *     {@link #UNDEFINED} if redis counts uses
 * @param frequency redis's logarithmic counter of uses before it was read; {@link #UNDEFINED} if
 *     redis keeps times
 * @param frequencyRead the counter after it was read
 * @param read when it was read, in s since the epoch
 * @param span how long reading it took together with its neighbours, in s
 */
public record Use(long last, long frequency, long frequencyRead, long read, long span) {
  /** Stands for what redis does not keep. */
  public static final long UNDEFINED = -1;

  private static final long SECONDS = 60;

  /** A key of which redis keeps the time of its last use. */
  public static Use at(long last, long read, long span) {
    return new Use(last, UNDEFINED, UNDEFINED, read, span);
  }

  /** A key whose uses are counted. */
  public static Use counted(long frequency, long frequencyRead, long read, long span) {
    return new Use(UNDEFINED, frequency, frequencyRead, read, span);
  }

  /** Whether uses are counted. */
  boolean isCounted() {
    return last == UNDEFINED;
  }

  /**
   * The least that the counter can have fallen to.
   *
   * @param until a later time, in s since the epoch
   * @param decayMinutes after how many minutes it falls by one; 0 for never
   */
  long leastFrequency(long until, long decayMinutes) {
    if (decayMinutes == 0) {
      return frequencyRead;
    }
    // Redis's clock of it has minutes: a little more than one may look like two.
    long minutes = (until - read + span) / SECONDS + 2;
    return Math.max(0, frequencyRead - minutes / decayMinutes);
  }
}
