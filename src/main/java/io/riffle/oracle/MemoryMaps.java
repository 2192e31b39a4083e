package io.riffle.oracle;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings memory maps into one form. How many maps the kernel keeps for one stretch of memory is its
 * own affair: a heap that grew after a restore is a map of its own until the next one.
 */
final class MemoryMaps {
  private static final Pattern KEY = Pattern.compile("map\\.([0-9a-f]+)-([0-9a-f]+)");

  /** Permissions and no file: private memory, the heap, the stack. */
  private static final Pattern WITHOUT_FILE =
      Pattern.compile("...p 0+(?: (?:\\[heap]|\\[stack]))? ?");

  private MemoryMaps() {}

  private record Range(long start, long end, String text) {
    String key() {
      return "map." + Long.toHexString(start) + "-" + Long.toHexString(end);
    }
  }

  /** The same facts, with neighbouring maps of the same kind without a file as one. */
  static Map<String, String> joined(Map<String, String> facts) {
    Map<String, String> joined = new TreeMap<>();
    TreeMap<Long, Range> ranges = new TreeMap<>(Long::compareUnsigned);
    facts.forEach(
        (key, text) ->
            range(key, text)
                .ifPresentOrElse(
                    range -> ranges.put(range.start(), range), () -> joined.put(key, text)));
    Optional<Range> open = Optional.empty();
    for (Range next : ranges.values()) {
      if (open.isPresent() && continues(open.get(), next)) {
        open = Optional.of(new Range(open.get().start(), next.end(), next.text()));
        continue;
      }
      open.ifPresent(range -> joined.put(range.key(), range.text()));
      open = Optional.of(next);
    }
    open.ifPresent(range -> joined.put(range.key(), range.text()));
    return joined;
  }

  private static boolean continues(Range one, Range next) {
    return one.end() == next.start()
        && one.text().equals(next.text())
        && WITHOUT_FILE.matcher(next.text()).matches();
  }

  private static Optional<Range> range(String key, String text) {
    Matcher matcher = KEY.matcher(key);
    return matcher.matches()
        ? Optional.of(
            new Range(
                Long.parseUnsignedLong(matcher.group(1), 16),
                Long.parseUnsignedLong(matcher.group(2), 16),
                text))
        : Optional.empty();
  }
}
