package io.riffle.flow;

import java.time.Duration;
import java.util.List;

/**
 * Which functions a run entered.
 *
 * @param functions those that were entered while they were watched
 * @param cpu the program's CPU time, the traps' share of it included
 */
record RunProfile(List<FunctionProfile> functions, Duration cpu) {
  /** Copies {@code functions}. */
  RunProfile {
    functions = List.copyOf(functions);
  }

  /** The names of those that were watched to the end, or of the others, the busy ones. */
  List<String> names(boolean all) {
    return functions.stream()
        .filter(profile -> profile.all() == all)
        .map(FunctionProfile::function)
        .toList();
  }
}
