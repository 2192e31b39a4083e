package io.riffle.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a guest wrote to its first serial port; the words are those of init.c. */
record Console(Path file) {
  /** Said by a guest that is about to be saved. */
  static final String IDLE = "riffle: guest idle";

  private static final String READY = "riffle: guest ready";
  private static final String FAILED = "riffle: guest failed";

  /** The one word for the end: after an oops the kernel may go on, without the process it hit. */
  private static final String PANIC = "Kernel panic";

  private static final Pattern OOPS =
      Pattern.compile("BUG:|Oops|Unable to handle kernel|Internal error:");
  private static final int TAIL_LINES = 15;
  private static final int PANIC_LINES = 25;

  /** Only the end of a longer console is looked at. */
  private static final long LONGEST = 1 << 20;

  boolean saysReady() {
    return text().contains(READY);
  }

  boolean saysIdle() {
    return text().contains(IDLE);
  }

  /**
   * Why the guest gave up, if it did: a kernel panic with its lines and the last oops before it, or
   * init's own words.
   */
  Optional<String> failure() {
    List<String> lines = text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(PANIC)) {
        List<String> before = oopses(lines.subList(0, i));
        return Optional.of(
            "kernel panic: "
                + from(lines, i)
                + (before.isEmpty() ? "" : "\nbefore it:\n" + before.get(before.size() - 1)));
      }
      if (lines.get(i).contains(FAILED)) {
        return Optional.of(lines.get(i).strip());
      }
    }
    return Optional.empty();
  }

  /** What the kernel said of faults of its own, whether or not it went on, each with its lines. */
  List<String> oopses() {
    return oopses(text().lines().toList());
  }

  private static List<String> oopses(List<String> lines) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (OOPS.matcher(lines.get(i)).find()) {
        found.add(from(lines, i));
        // Most have several lines that look like a first one.
        i += PANIC_LINES - 1;
      }
    }
    return found;
  }

  private static String from(List<String> lines, int first) {
    return String.join("\n", lines.subList(first, Math.min(lines.size(), first + PANIC_LINES)));
  }

  /** When the guest last wrote, and what. */
  String lastWords() {
    try {
      long seconds =
          Math.max(
              0, (System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis()) / 1000);
      List<String> lines = text().lines().filter(line -> !line.isBlank()).toList();
      return lines.isEmpty()
          ? "none"
          : seconds + " s ago: '" + lines.get(lines.size() - 1).strip() + "'";
    } catch (IOException e) {
      return "none";
    }
  }

  String tail() {
    List<String> lines = text().lines().toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - TAIL_LINES))
        .collect(Collectors.joining("\n"));
  }

  private String text() {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - LONGEST));
      ByteBuffer end = ByteBuffer.allocate((int) Math.min(LONGEST, channel.size()));
      while (end.hasRemaining() && channel.read(end) >= 0) {
        // Until it is full or the file's end is reached.
      }
      return new String(end.array(), 0, end.position(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // QEMU has not made the file yet, or could not.
      return "";
    }
  }
}
