package io.riffle.oracle;

import io.riffle.flow.ProcessState;
import io.riffle.oracle.Judgement.Agreed;
import io.riffle.oracle.Judgement.Objection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Judges whether a process that was dumped and restored still is the same one to all who look at it
 * from outside: its threads, open files with positions and flags, memory maps, signal masks and
 * handlers, directories, limits, credentials and floating-point state. CRIU's own tests compare
 * these too (zdtm's {@code fdinfo_list} and {@code maps} of its {@code check_visible_state}). A
 * shuffle changes bytes in memory alone, so nothing of it may differ either.
 *
 * <pre>{@code
 * ProcessState before = flow.state().orElseThrow();
 * flow.dump();
 * flow.restore();
 * Judgement same = StateOracle.judge(before, flow.state().orElseThrow());
 * }</pre>
 */
public final class StateOracle {
  private static final int SHOWN = 12;

  private StateOracle() {}

  /**
   * Compares two states.
   *
   * @param before just before the dump
   * @param after just after the restore, before the process goes on
   */
  public static Judgement judge(ProcessState before, ProcessState after) {
    Map<String, List<String>> changes = new TreeMap<>();
    Map<String, String> wasBefore = MemoryMaps.joined(before.facts());
    Map<String, String> isAfter = MemoryMaps.joined(after.facts());
    Set<String> keys = new TreeSet<>(wasBefore.keySet());
    keys.addAll(isAfter.keySet());
    for (String key : keys) {
      String was = wasBefore.get(key);
      String is = isAfter.get(key);
      if (was == null || !was.equals(is)) {
        changes
            .computeIfAbsent(check(key), check -> new ArrayList<>())
            .add(key + "\n- " + shown(was) + "\n+ " + shown(is));
      }
    }
    if (changes.isEmpty()) {
      return new Agreed();
    }
    String checks = String.join(", ", changes.keySet());
    String detail =
        changes.values().stream()
            .flatMap(List::stream)
            .limit(SHOWN)
            .collect(Collectors.joining("\n"));
    return new Objection(
        changes.keySet().iterator().next(),
        "the restored process is not as it was before the dump: " + checks,
        detail);
  }

  /**
   * Judges that CPU time has not run backwards within one life. From one life to the next it does:
   * CRIU makes a new process, whose clock begins with what the restore took.
   *
   * @param earlier after a restore
   * @param later when the same process was suspended again
   */
  public static Judgement judgeTime(ProcessState earlier, ProcessState later) {
    return later.cpuNanos() >= earlier.cpuNanos()
        ? new Agreed()
        : new Objection(
            "CPU time",
            "the process's CPU time has run backwards",
            "- " + earlier.cpuNanos() + " ns\n+ " + later.cpuNanos() + " ns");
  }

  private static String shown(String value) {
    return value == null ? "(not there)" : value;
  }

  /** What a fact is about, as users read it. */
  private static String check(String key) {
    if (key.matches("handler\\..*|thread\\..*\\.Sig.*|process\\.(Sig|Shd).*")) {
      return "signals";
    }
    return switch (key.split("\\.", 2)[0]) {
      case "thread", "threads" -> "threads";
      case "file" -> "files";
      case "map" -> "memory maps";
      case "directory" -> "directories";
      case "limit" -> "limits";
      case "fp" -> key.endsWith(".control") ? "floating-point control" : "floating-point registers";
      default -> "process";
    };
  }
}
