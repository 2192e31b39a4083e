package io.riffle.flow;

import io.riffle.workload.MigrationPoint;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Finds a sensible place to stop a program of which nothing is known but a profile: the entry of a
 * function that is entered often, with frames below it, well inside the run. The entry is the first
 * after {@value #TENTHS_BEFORE} tenths of the time: benchmarks begin with set-up and a warm-up
 * whose result is thrown away, and a program that was damaged there would recover. If only
 * functions suit that are entered too often to be counted, it is the first entry of one of them
 * after so long.
 */
final class PointFinder {
  /** Percent of a run after which entries of busy functions are counted. */
  static final int LATE = 60;

  /** Percent of a run after which they must still be entered: later stops follow. */
  static final int LATEST = 80;

  private static final int TENTHS_BEFORE = 6;
  private static final int TENTHS_LATEST = 9;
  private static final int HALF = 5;

  /** A process that is suspended three times stands at the two entries after it, too. */
  private static final int LATER_ROUNDS = 2;

  private static final int ENOUGH_FRAMES = 2;
  private static final String BOTTOM = "main";

  private PointFinder() {}

  /**
   * The place, or nothing if no function is entered at such a time. A program so short that its
   * work falls into few tenths is stopped after six tenths of a function's entries instead, if
   * these are not all in the first half of its time.
   *
   * @param all whatever was entered, which shows the calls
   * @param profiles those to choose from, whose times are right
   */
  static Optional<FoundPlace> find(List<FunctionProfile> all, List<FunctionProfile> profiles) {
    Map<String, Integer> depths = depths(all);
    return best(profiles, depths, PointFinder::entryByTime, PointFinder::isEnteredAround)
        .or(
            () ->
                best(
                    profiles,
                    depths,
                    PointFinder::entryByCount,
                    profile -> profile.entriesByTenth().get(HALF - 1) < profile.entries()))
        .map(point -> new FoundPlace(point, 0));
  }

  /**
   * The place in a busy function, or nothing if none is entered so late: the one with most frames
   * below it, as far as two tell.
   *
   * @param all whatever was entered, which shows the calls
   * @param late those that were entered after {@value #LATE} percent of the run
   * @param latest those that were entered still later
   */
  static Optional<FoundPlace> findLate(
      List<FunctionProfile> all, List<FunctionProfile> late, List<FunctionProfile> latest) {
    Map<String, Integer> depths = depths(all);
    return latest.stream()
        .map(FunctionProfile::function)
        .filter(name -> late.stream().anyMatch(profile -> profile.function().equals(name)))
        .filter(name -> depths.getOrDefault(name, 0) > 0)
        .max(
            Comparator.<String>comparingInt(name -> Math.min(ENOUGH_FRAMES, depths.get(name)))
                .thenComparing(Comparator.reverseOrder()))
        .map(name -> new FoundPlace(new MigrationPoint(name, 1), LATE));
  }

  private static Optional<MigrationPoint> best(
      List<FunctionProfile> profiles,
      Map<String, Integer> depths,
      ToIntFunction<FunctionProfile> entry,
      Predicate<FunctionProfile> suits) {
    return profiles.stream()
        .filter(profile -> depths.getOrDefault(profile.function(), 0) > 0)
        .filter(suits)
        .filter(profile -> entry.applyAsInt(profile) + LATER_ROUNDS <= profile.entries())
        .max(
            Comparator.<FunctionProfile>comparingInt(
                    profile -> Math.min(ENOUGH_FRAMES, depths.get(profile.function())))
                .thenComparingLong(FunctionProfile::entries)
                .thenComparing(FunctionProfile::function))
        .map(profile -> new MigrationPoint(profile.function(), entry.applyAsInt(profile)));
  }

  /**
   * Whether its entry by time is no first one, which may be a warm-up's though it comes so late,
   * and comes early enough.
   */
  private static boolean isEnteredAround(FunctionProfile profile) {
    return profile.entriesByTenth().get(TENTHS_BEFORE - 1) > 0
        && entryByTime(profile) <= profile.entriesByTenth().get(TENTHS_LATEST - 1);
  }

  private static int entryByTime(FunctionProfile profile) {
    return Math.toIntExact(profile.entriesByTenth().get(TENTHS_BEFORE - 1) + 1);
  }

  private static int entryByCount(FunctionProfile profile) {
    return Math.toIntExact(profile.entries() * TENTHS_BEFORE / 10 + 1);
  }

  /** How many frames lie below each function at least, as far as the profile shows the calls. */
  private static Map<String, Integer> depths(List<FunctionProfile> profiles) {
    Map<String, Integer> depths = new HashMap<>(Map.of(BOTTOM, 0));
    Deque<String> open = new ArrayDeque<>(List.of(BOTTOM));
    while (!open.isEmpty()) {
      String caller = open.remove();
      for (FunctionProfile profile : profiles) {
        if (profile.callers().contains(caller) && !depths.containsKey(profile.function())) {
          depths.put(profile.function(), depths.get(caller) + 1);
          open.add(profile.function());
        }
      }
    }
    return depths;
  }
}
