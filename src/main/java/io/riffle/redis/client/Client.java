package io.riffle.redis.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * One connection to a redis-server. Replies come as the protocol (RESP 2) has them: {@code byte[]},
 * {@code Long}, {@code List}, null. Not safe for use by several threads, but one may send while
 * another receives.
 */
public final class Client implements AutoCloseable {
  private static final int LARGEST_BATCH = 5_000;

  private final Wire connection;

  private Client(Wire connection) {
    this.connection = connection;
  }

  /**
   * Connects.
   *
   * @param port of this machine's loopback interface
   * @param limit for connecting and for each reply
   * @throws redis.clients.jedis.exceptions.JedisConnectionException if that fails
   */
  public static Client connect(int port, Duration limit) {
    int millis = Math.toIntExact(limit.toMillis());
    Wire connection =
        new Wire(
            new HostAndPort("127.0.0.1", port),
            DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis)
                .protocol(RedisProtocol.RESP2)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .build());
    connection.connect();
    return new Client(connection);
  }

  /**
   * Runs a command.
   *
   * @throws JedisDataException if the server answers with an error
   * @throws OddReplyException if it answers with no reply of the protocol
   */
  public Object call(Object... words) {
    send(Command.of(words));
    return receive();
  }

  /** Runs a command whose reply is text. */
  public String text(Object... words) {
    return Replies.string(call(words));
  }

  /** The server's clock, in s since the epoch. */
  public long seconds() {
    return Replies.number(Replies.part(call("TIME"), 0));
  }

  /**
   * Runs commands and returns their replies in order; an error is a reply too, a {@link
   * JedisDataException}.
   */
  public List<Object> pipeline(List<Command> commands) {
    List<Object> replies = new ArrayList<>(commands.size());
    for (int from = 0; from < commands.size(); from += LARGEST_BATCH) {
      List<Command> batch = commands.subList(from, Math.min(commands.size(), from + LARGEST_BATCH));
      batch.forEach(this::send);
      replies.addAll(sound(() -> connection.getMany(batch.size())));
    }
    return replies;
  }

  /**
   * As {@link #pipeline}, for commands none of which may fail.
   *
   * @throws OddReplyException if one does; the message has the command and the error
   */
  public List<Object> pipelineAll(List<Command> commands) {
    List<Object> replies = pipeline(commands);
    for (int i = 0; i < replies.size(); i++) {
      if (replies.get(i) instanceof JedisDataException error) {
        throw new OddReplyException(
            "redis refuses " + abbreviated(commands.get(i).toString()) + ": " + error.getMessage(),
            error);
      }
    }
    return replies;
  }

  private static String abbreviated(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }

  /** Sends a command without waiting for the reply. */
  public void post(Command command) {
    send(command);
    connection.push();
  }

  /** Has a command sent with the next that waits for a reply. */
  public void send(Command command) {
    byte[] name = command.words().get(0);
    connection.sendCommand(
        () -> name, command.words().subList(1, command.words().size()).toArray(new byte[0][]));
  }

  /** The next reply; also what the server pushes, such as a message to a subscriber. */
  public Object receive() {
    return sound(connection::getOne);
  }

  private static <T> T sound(Supplier<T> reply) {
    try {
      return reply.get();
    } catch (IllegalArgumentException e) {
      // The library takes whatever length a list is said to have.
      throw new OddReplyException("no reply of the protocol: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    connection.close();
  }

  /** A connection of the library whose buffer can be sent at any time. */
  private static final class Wire extends Connection {
    Wire(HostAndPort address, JedisClientConfig config) {
      super(address, config);
    }

    void push() {
      flush();
    }
  }
}
