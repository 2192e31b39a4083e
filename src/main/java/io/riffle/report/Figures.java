package io.riffle.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How figures look to people, the same in the page and on the terminal, whatever the locale. */
final class Figures {
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private Figures() {}

  /** {@code 0.042 s}, {@code 4.1 s}, {@code 12 min 03 s} or {@code 2 h 05 min}. */
  static String duration(Duration duration) {
    double seconds = duration.toMillis() / 1000.0;
    if (seconds < 0.1) {
      return String.format(Locale.ROOT, "%.3f s", seconds);
    }
    if (seconds < 99.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  /** Wall time against the ideal in which every worker is busy all the time. */
  static String busy(RunFacts run) {
    return String.format(
        Locale.ROOT,
        "%s wall, guests busy %s over %d workers: %.2f of the ideal",
        duration(run.wall()),
        duration(run.guestBusy()),
        run.workers(),
        run.overIdeal());
  }

  static String instant(Instant instant) {
    return INSTANT.format(instant);
  }

  /** Bits of entropy, with one decimal below a hundred. */
  static String bits(double bits) {
    if (bits == 0) {
      return "0";
    }
    return String.format(Locale.ROOT, bits < 100 ? "%.1f" : "%.0f", bits);
  }

  /** With a space between thousands. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', '\u202f');
  }

  /** {@code 1 cell}, {@code 2 cells}. */
  static String plural(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /** The arguments as a line that a POSIX shell splits into them again. */
  static String shellLine(List<String> arguments) {
    return arguments.stream().map(Figures::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String argument) {
    return PLAIN_WORD.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
