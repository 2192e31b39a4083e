package io.riffle.flow;

import java.util.List;

/**
 * How a function was entered during a whole run.
 *
 * @param function its name
 * @param entries how often it was entered, as far as it was watched
 * @param all whether it was watched to the end; busy functions are not
 * @param callers the functions that entered it
 * @param entriesByTenth how many of the entries came in the first tenth of the run's CPU time, in
 *     the first two tenths, and so on to all ten
 */
record FunctionProfile(
    String function, long entries, boolean all, List<String> callers, List<Long> entriesByTenth) {

  /** Copies the lists. */
  FunctionProfile {
    callers = List.copyOf(callers);
    entriesByTenth = List.copyOf(entriesByTenth);
  }
}
