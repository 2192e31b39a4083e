package io.riffle.redis.check;

import io.riffle.redis.client.Command;
import io.riffle.redis.client.Replies;
import io.riffle.storage.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How values of each type are read and written down, so that equal values are equal text. */
final class Value {
  private static final int LONGEST = 300;
  private static final int HEAD = 80;

  private Value() {}

  /** The command that reads a whole value. */
  static Command command(String type, byte[] key) {
    return switch (type) {
      case "string" -> Command.of("GET", key);
      case "hash" -> Command.of("HGETALL", key);
      case "list" -> Command.of("LRANGE", key, 0, -1);
      case "set" -> Command.of("SMEMBERS", key);
      case "zset" -> Command.of("ZRANGE", key, 0, -1, "WITHSCORES");
      case "stream" -> Command.of("XINFO", "STREAM", key, "FULL", "COUNT", 0);
      default -> Command.of("DUMP", key);
    };
  }

  /** The value in one line. */
  static String text(String type, Object reply) {
    if (reply instanceof Throwable) {
      return Replies.text(reply);
    }
    return shortened(
        switch (type) {
          case "hash" -> sorted(pairs(Replies.list(reply)));
          case "set" -> sorted(Replies.list(reply).stream().map(Replies::text).toList());
          case "stream" -> stream(reply);
          default -> Replies.text(reply);
        });
  }

  private static List<String> pairs(List<?> flat) {
    return IntStream.range(0, flat.size() / 2)
        .mapToObj(i -> Replies.text(flat.get(2 * i)) + "=" + Replies.text(flat.get(2 * i + 1)))
        .toList();
  }

  private static String sorted(List<String> parts) {
    return parts.stream().sorted().collect(Collectors.joining(", ", "{", "}"));
  }

  /** All of a stream but for how its tree happens to be built. */
  private static String stream(Object reply) {
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, Object> part : Replies.map(reply).entrySet()) {
      if (!part.getKey().startsWith("radix-tree")) {
        parts.add(part.getKey() + "=" + Replies.text(part.getValue()));
      }
    }
    return String.join(", ", parts);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, HEAD) + "... " + text.length() + " characters, SHA-256 " + sha256(text);
  }

  static String sha256(String text) {
    return Sha256.hex(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
