package io.riffle.flow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What migration must keep of a process, read while it stands, in the monitor's own words: its
 * threads, files, memory maps, signals, directories, limits and floating-point state.
 *
 * <pre>{@code
 * ProcessState before = flow.state().orElseThrow();
 * String position = before.facts().get("file.1.pos");
 * }</pre>
 *
 * @param pid its process id
 * @param cpuNanos CPU time of all its threads since the process was made
 * @param facts texts by key, such as {@code file.1.pos}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProcessState(int pid, long cpuNanos, SortedMap<String, String> facts) {
  /** Copies {@code facts}. */
  public ProcessState {
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
  }
}
