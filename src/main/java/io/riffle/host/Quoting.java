package io.riffle.host;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Command lines that can be pasted into a shell.
 *
 * <pre>{@code
 * out.println("./riffle run --npb " + Quoting.word(tree));
 * }</pre>
 */
public final class Quoting {
  private Quoting() {}

  /** Words with spaces between them. */
  public static String line(List<String> words) {
    return words.stream().map(Quoting::word).collect(Collectors.joining(" "));
  }

  /** A path as one word. */
  public static String word(Path path) {
    return word(path.toString());
  }

  /** One word, in quotes only if a shell would touch it. */
  public static String word(String word) {
    return word.matches("[A-Za-z0-9_./:=,+@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
