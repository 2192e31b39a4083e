package io.riffle.flow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * A process that the monitor has suspended, in the monitor's own words.
 *
 * <pre>{@code
 * Stopped stopped = flow.spawn(StopPoint.parse("count_bucket:76"));
 * System.out.println(stopped.symbol() + " with " + stopped.tids().size() + " threads");
 * }</pre>
 *
 * @param pid its process id
 * @param tids ids of all its threads
 * @param pc program counter of the thread that reached the stop point, in hexadecimal
 * @param symbol the function that {@code pc} lies in; null if there is no symbol
 * @param offset of {@code pc} in the function, in bytes
 * @param entries how often the function of the stop point was entered
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Stopped(
    int pid, List<Integer> tids, String pc, String symbol, long offset, long entries) {
  @Override
  public String toString() {
    return "pid " + pid + " at " + pc + (symbol == null ? "" : " " + symbol + "+" + offset);
  }
}
