package io.riffle.redis.client;

import redis.clients.jedis.exceptions.JedisException;

/**
 * The server answered what no sound redis-server answers: an error where none may be, or a reply of
 * another form. The server is at fault then, as when its connection breaks.
 */
public final class OddReplyException extends JedisException {
  private static final long serialVersionUID = 1;

  /** With a message that has what was asked for, and the reply. */
  public OddReplyException(String message) {
    super(message);
  }

  /** The same with what came of taking the reply for a sound one. */
  public OddReplyException(String message, Throwable cause) {
    super(message, cause);
  }
}
