package io.riffle.redis.client;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Replies as text. */
public final class Replies {
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7e;

  private Replies() {}

  /** A bulk or status reply as a string, byte by byte. */
  public static String string(Object reply) {
    return reply instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.ISO_8859_1)
        : String.valueOf(reply);
  }

  /**
   * A reply that is a number, or text that is one.
   *
   * @throws OddReplyException if it is neither
   */
  public static long number(Object reply) {
    try {
      return reply instanceof Long number ? number : Long.parseLong(string(reply));
    } catch (NumberFormatException e) {
      throw new OddReplyException("the reply " + text(reply) + " is no number", e);
    }
  }

  /**
   * A bulk reply as it is.
   *
   * @throws OddReplyException if it is another
   */
  public static byte[] bytes(Object reply) {
    if (reply instanceof byte[] bytes) {
      return bytes;
    }
    throw new OddReplyException("the reply " + text(reply) + " is no string of bytes");
  }

  /**
   * A part of a list.
   *
   * @param index which one, counted from 0
   * @throws OddReplyException if the reply is no list, or has no such part
   */
  public static Object part(Object reply, int index) {
    List<?> list = list(reply);
    if (index >= list.size()) {
      throw new OddReplyException("the reply " + text(reply) + " has no part " + (index + 1));
    }
    return list.get(index);
  }

  /** A list of replies; empty for none. */
  public static List<?> list(Object reply) {
    return reply instanceof List<?> list ? list : List.of();
  }

  /** A flat list of names and values. */
  public static Map<String, Object> map(Object reply) {
    List<?> flat = list(reply);
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      map.put(string(flat.get(i)), flat.get(i + 1));
    }
    return map;
  }

  /** Any reply in one line: bytes that are not printable ASCII as {@code \xNN}. */
  public static String text(Object reply) {
    if (reply instanceof byte[] bytes) {
      return escaped(bytes);
    }
    if (reply instanceof List<?> list) {
      return list.stream().map(Replies::text).collect(Collectors.joining(", ", "[", "]"));
    }
    return reply instanceof Throwable error ? "error " + error.getMessage() : "" + reply;
  }

  private static String escaped(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length + 2).append('"');
    for (byte value : bytes) {
      int code = value & 0xff;
      if (code < FIRST_PRINTABLE || code > LAST_PRINTABLE || code == '"' || code == '\\') {
        text.append("\\x")
            .append(Character.forDigit(code >> 4, 16))
            .append(Character.forDigit(code & 0xf, 16));
      } else {
        text.append((char) code);
      }
    }
    return text.append('"').toString();
  }
}
