package io.riffle.guest;

import java.time.Duration;

/** Measures one step after the other. */
final class Stopwatch {
  private long last = System.nanoTime();

  /** The time since the last lap, or since the start. */
  Duration lap() {
    long now = System.nanoTime();
    Duration lap = Duration.ofNanos(now - last);
    last = now;
    return lap;
  }
}
