package io.riffle.redis.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisException;

/** Collects what a server did not answer as it had to. Not safe for use by several threads. */
public final class Expectations {
  private final List<String> problems = new ArrayList<>();

  /**
   * Asks for a reply.
   *
   * @param what names the reply
   * @param expected as {@link Replies#text} writes it
   */
  public void expect(String what, String expected, Supplier<Object> reply) {
    String text;
    try {
      text = Replies.text(reply.get());
    } catch (JedisException e) {
      // A connection that is gone, too.
      text = e.getMessage();
    }
    if (!text.equals(expected)) {
      problems.add(what + ": " + text + " instead of " + expected);
    }
  }

  /** One line for each reply that was another. */
  public List<String> problems() {
    return List.copyOf(problems);
  }
}
