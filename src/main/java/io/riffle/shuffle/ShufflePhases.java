package io.riffle.shuffle;

import io.riffle.storage.Meter;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long the phases of a shuffle took, for benchmarks. Reading and writing, which happen all
 * along, are taken from a {@link Meter} and out of the phases that they happened in.
 */
public final class ShufflePhases {
  /** The phases, in order. */
  public enum Phase {
    /** Reading the images and the binary. */
    READ,
    /** Decoding, call frame information, following the frame through the code. */
    ANALYSE,
    /** Unwinding all stacks. */
    UNWIND,
    /** Drawing the permutation. */
    PERMUTE,
    /** Making new code, stacks and layout. */
    REWRITE,
    /** Writing, with the journal. */
    WRITE_BACK
  }

  private final Meter meter;
  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
  private long last = System.nanoTime();
  private long lastIo;

  /** Starts measuring. */
  public ShufflePhases(Meter meter) {
    this.meter = meter;
    lastIo = io();
  }

  private long io() {
    return meter.readNanos() + meter.writeNanos();
  }

  /** What was done since the last call, or since the start, was this phase. */
  public void end(Phase phase) {
    long now = System.nanoTime();
    long spent = now - last - (io() - lastIo);
    nanos.merge(phase, spent, Long::sum);
    last = now;
    lastIo = io();
  }

  /** Nanoseconds by phase. */
  public Map<Phase, Long> nanos() {
    Map<Phase, Long> all = new EnumMap<>(nanos);
    all.merge(Phase.READ, meter.readNanos(), Long::sum);
    all.merge(Phase.WRITE_BACK, meter.writeNanos(), Long::sum);
    return all;
  }
}
