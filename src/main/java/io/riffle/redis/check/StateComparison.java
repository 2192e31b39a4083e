package io.riffle.redis.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Lists what differs between two states. Immutable; the presets say what the second server is to
 * the first.
 *
 * @param sameProcess whether it is the same process, so that what a process keeps for life must be
 *     the same and counters may not fall
 * @param nowMs keys of the first state that expired until then, and only they, must be gone; in ms
 *     since the epoch
 */
public record StateComparison(boolean sameProcess, long nowMs) {
  /** How far off the time of last use may be, in s: redis's clock of it has seconds. */
  static final long USE_TOLERANCE = 2;

  /** When the server has saved, in s since the epoch, or was started. */
  static final String LAST_SAVE = "rdb_last_save_time";

  /** How much was changed after that. */
  static final String UNSAVED = "rdb_changes_since_last_save";

  /** Facts that are no part of what a server saves. */
  private static final Predicate<String> OF_PROCESS =
      fact ->
          fact.startsWith("info ") && !fact.matches("info (db\\d+|number_of_(functions|libraries))")
              || fact.startsWith("config ")
              || fact.startsWith("user ")
              || fact.startsWith("script ")
              || fact.startsWith("client ");

  /** The process after it was dumped and restored. */
  public static StateComparison restored(long nowMs) {
    return new StateComparison(true, nowMs);
  }

  /** Another process that has loaded what the first had saved. */
  public static StateComparison loaded(long nowMs) {
    return new StateComparison(false, nowMs);
  }

  /** All differences, ordered by key and fact. */
  public List<Difference> compare(ServerState before, ServerState after) {
    List<Difference> differences = new ArrayList<>();
    boolean expired = compareKeys(before, after, differences);
    compareFacts(before, after, expired, differences);
    if (sameProcess) {
      compareCounters(before.counters(), after.counters(), differences);
    }
    return List.copyOf(differences);
  }

  private static void compareCounters(
      SortedMap<String, Long> before, SortedMap<String, Long> after, List<Difference> differences) {
    // Who has saved since begins to count anew.
    boolean saved = !Objects.equals(before.get(LAST_SAVE), after.get(LAST_SAVE));
    before.forEach(
        (name, value) -> {
          Long now = after.get(name);
          if ((now == null || now < value) && !(saved && name.equals(UNSAVED))) {
            differences.add(new Difference("info " + name, "", "" + value, "" + now));
          }
        });
  }

  /** Whether keys have rightly expired, so that digests and sizes may differ. */
  private boolean compareKeys(ServerState before, ServerState after, List<Difference> differences) {
    boolean expired = false;
    SortedSet<KeyName> names = new TreeSet<>(before.keys().keySet());
    names.addAll(after.keys().keySet());
    for (KeyName name : names) {
      KeyState old = before.keys().get(name);
      KeyState now = after.keys().get(name);
      boolean due = old != null && old.expiry() >= 0 && old.expiry() <= nowMs;
      if (due) {
        expired = true;
        if (now != null) {
          differences.add(
              new Difference(name.toString(), "expiry", "due at " + old.expiry(), "still there"));
        }
      } else if (old == null || now == null) {
        differences.add(new Difference(name.toString(), "", summary(old), summary(now)));
      } else {
        compareKey(name.toString(), old, now, differences);
        if (sameProcess) {
          compareUse(name.toString(), old.use(), now.use(), before.decayMinutes(), differences);
        }
      }
    }
    return expired;
  }

  private static String summary(KeyState state) {
    return state == null ? Difference.NOTHING : state.type() + " " + state.value();
  }

  private void compareKey(String name, KeyState old, KeyState now, List<Difference> differences) {
    compare(name, "type", old.type(), now.type(), differences);
    compare(name, "encoding", old.encoding(), now.encoding(), differences);
    compare(name, "expiry", "" + old.expiry(), "" + now.expiry(), differences);
    compare(name, "value", old.value(), now.value(), differences);
    if (sameProcess) {
      compare(name, "references", "" + old.references(), "" + now.references(), differences);
    }
  }

  /** The first reading was a use, and nobody has used it since. */
  private static void compareUse(
      String name, Use old, Use now, long decayMinutes, List<Difference> differences) {
    if (old.isCounted() || now.isCounted()) {
      if (now.frequency() > old.frequencyRead()
          || now.frequency() < old.leastFrequency(now.read(), decayMinutes)) {
        differences.add(
            new Difference(
                name, "frequency of use", "" + old.frequencyRead(), "" + now.frequency()));
      }
    } else if (Math.abs(now.last() - old.read()) > USE_TOLERANCE + old.span() + now.span()) {
      differences.add(new Difference(name, "time of last use", "" + old.read(), "" + now.last()));
    }
  }

  private static void compare(
      String where, String what, String old, String now, List<Difference> differences) {
    if (!old.equals(now)) {
      differences.add(new Difference(where, what, old, now));
    }
  }

  private void compareFacts(
      ServerState before, ServerState after, boolean expired, List<Difference> differences) {
    SortedMap<String, String> all = new TreeMap<>(before.facts());
    all.putAll(after.facts());
    for (Map.Entry<String, String> fact : all.entrySet()) {
      String name = fact.getKey();
      boolean matters =
          (sameProcess || !OF_PROCESS.test(name))
              && !(expired && name.matches("digest.*|dbsize .*|info db\\d+"));
      if (matters) {
        compare(
            name,
            "",
            before.facts().getOrDefault(name, Difference.NOTHING),
            after.facts().getOrDefault(name, Difference.NOTHING),
            differences);
      }
    }
  }
}
