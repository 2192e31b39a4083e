package io.riffle.redis.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One command with its arguments.
 *
 * @param words name and arguments; binary safe
 */
public record Command(List<byte[]> words) {
  /** Copies the list. */
  public Command {
    words = List.copyOf(words);
  }

  /** A command of words that are byte arrays or print as their argument. */
  public static Command of(Object... words) {
    List<byte[]> bytes = new ArrayList<>();
    for (Object word : words) {
      bytes.add(
          word instanceof byte[] raw ? raw : word.toString().getBytes(StandardCharsets.UTF_8));
    }
    return new Command(bytes);
  }

  /** Its name. */
  public String name() {
    return new String(words.get(0), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return String.join(" ", words.stream().map(Replies::text).toList());
  }
}
