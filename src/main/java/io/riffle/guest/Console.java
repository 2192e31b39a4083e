package io.riffle.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final Pattern PANIC =
      Pattern.compile("Kernel panic|BUG:|Oops|Unable to handle kernel|Internal error:");
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

  /** Why the guest gave up, if it did: a kernel panic with its lines, or init's own words. */
  Optional<String> failure() {
    List<String> lines = text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (PANIC.matcher(lines.get(i)).find()) {
        return Optional.of(
            "kernel panic: "
                + String.join("\n", lines.subList(i, Math.min(lines.size(), i + PANIC_LINES))));
      }
      if (lines.get(i).contains(FAILED)) {
        return Optional.of(lines.get(i).strip());
      }
    }
    return Optional.empty();
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
