package io.riffle.guest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Command lines that can be pasted into a shell. */
final class Quoting {
  private Quoting() {}

  static String line(List<String> words) {
    return words.stream().map(Quoting::quote).collect(Collectors.joining(" "));
  }

  static String word(Path path) {
    return quote(path.toString());
  }

  private static String quote(String word) {
    return word.matches("[A-Za-z0-9_./:=,+@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
