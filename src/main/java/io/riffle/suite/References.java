package io.riffle.suite;

import io.riffle.flow.Completed;
import io.riffle.isa.Isa;
import io.riffle.workload.Workload;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What undisturbed runs left, for the disturbed ones to be compared with, whichever guest they ran
 * in. Safe for use by several threads.
 */
public final class References {
  private final Map<Key, Reference> kept = new ConcurrentHashMap<>();

  private final Map<Key, String> spoiled = new ConcurrentHashMap<>();

  private record Key(Workload workload, Isa isa) {}

  /**
   * An undisturbed run.
   *
   * @param completed what it left
   * @param duration how long it took in its guest, by the host's clock
   */
  public record Reference(Completed completed, Duration duration) {
    /** How long the program itself was at work: without this, what it took to start it counts. */
    public Duration work() {
      return completed.cpu().orElse(duration);
    }
  }

  /** The run of the workload on the ISA, if there was one. */
  public Optional<Reference> of(Workload workload, Isa isa) {
    return Optional.ofNullable(kept.get(new Key(workload, isa)));
  }

  /** Says that there can be no undisturbed run to compare with, and why. */
  public void spoil(Workload workload, Isa isa, String reason) {
    spoiled.putIfAbsent(new Key(workload, isa), reason);
  }

  /** Why there can be none, if so. */
  public Optional<String> spoiled(Workload workload, Isa isa) {
    return Optional.ofNullable(spoiled.get(new Key(workload, isa)));
  }

  /** Keeps a run in place of the one before. */
  public void put(Workload workload, Isa isa, Reference reference) {
    kept.put(new Key(workload, isa), reference);
  }
}
