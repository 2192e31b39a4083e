package io.riffle.flow;

import java.time.Duration;
import java.util.Optional;

/**
 * What a program left when it had ended.
 *
 * <pre>{@code
 * Completed run = flow.run();
 * assertThat(run.end()).isEqualTo(new Ended(0, null));
 * }</pre>
 *
 * @param end exit status or signal
 * @param output its standard output, whole
 * @param errors its standard error, whole
 * @param origin where it ran, for messages and for looking at what it left there; empty for a run
 *     that was seen by other means
 * @param cpu its CPU time; empty if it is not known
 */
public record Completed(
    Ended end, String output, String errors, Optional<RunOrigin> origin, Optional<Duration> cpu) {
  /** A run of which nothing more is known. */
  public Completed(Ended end, String output, String errors) {
    this(end, output, errors, Optional.empty(), Optional.empty());
  }
}
