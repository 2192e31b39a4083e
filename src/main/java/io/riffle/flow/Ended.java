package io.riffle.flow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * How a process ended, in the monitor's own words.
 *
 * <pre>{@code
 * assertThat(flow.run().end()).isEqualTo(new Ended(0, null));
 * }</pre>
 *
 * @param status exit status; null if a signal ended it
 * @param signal number of the signal that ended it; null if it exited
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Ended(Integer status, Integer signal) {
  @Override
  public String toString() {
    return signal != null ? "killed by signal " + signal : "exit status " + status;
  }
}
