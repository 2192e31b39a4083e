package io.riffle.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a guest wrote to its first serial port; the words are those of init.c. */
record Console(Path file) {
  private static final String READY = "riffle: guest ready";
  private static final String FAILED = "riffle: guest failed";
  private static final Pattern PANIC =
      Pattern.compile("Kernel panic|BUG:|Oops|Unable to handle kernel|Internal error:");
  private static final int TAIL_LINES = 15;
  private static final int PANIC_LINES = 25;

  boolean saysReady() {
    return text().contains(READY);
  }

  /** Why the guest gave up, if it did: a kernel panic with its lines, or init's own words. */
  Optional<String> failure() {
    List<String> lines = text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (PANIC.matcher(lines.get(i)).find()) {
        return Optional.of(
            "kernel panic:\n"
                + String.join("\n", lines.subList(i, Math.min(lines.size(), i + PANIC_LINES))));
      }
      if (lines.get(i).contains(FAILED)) {
        return Optional.of(lines.get(i).strip());
      }
    }
    return Optional.empty();
  }

  String tail() {
    List<String> lines = text().lines().toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - TAIL_LINES))
        .collect(Collectors.joining("\n"));
  }

  private String text() {
    try {
      return Files.exists(file)
          ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
          : "";
    } catch (IOException e) {
      return "";
    }
  }
}
