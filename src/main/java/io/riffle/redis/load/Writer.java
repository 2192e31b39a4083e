package io.riffle.redis.load;

import io.riffle.redis.client.Client;
import io.riffle.redis.client.Command;
import io.riffle.redis.client.Replies;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One client that writes a known sequence as fast as it is answered: adds one to a counter, appends
 * to a list, sets a key. It keeps what was acknowledged, with the time that each reply took. Its
 * results are to be read when its thread has ended.
 */
final class Writer implements Runnable {
  static final String COUNTER = "load:counter:";
  static final String LIST = "load:list:";
  private static final int COMMANDS = 3;
  private static final int KEYS = 100;

  private final Client client;
  private final int number;
  private final List<Long> nanos = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();
  private final List<String> received = new ArrayList<>();
  private volatile boolean stopped;
  private volatile long acknowledged;
  private Optional<String> broken = Optional.empty();

  Writer(Client client, int number) {
    this.client = client;
    this.number = number;
  }

  @Override
  public void run() {
    try (client) {
      for (long n = 1; !stopped; n++) {
        // In one go, so that the server is sometimes dumped with commands unanswered.
        long start = System.nanoTime();
        client.send(Command.of("INCR", counter()));
        client.send(Command.of("RPUSH", list(), n));
        client.send(Command.of("SET", key(n), n, "GET"));
        for (int i = 0; i < COMMANDS; i++) {
          String reply = Replies.string(client.receive());
          nanos.add(System.nanoTime() - start);
          received.add(i + ":" + n + ":" + reply);
        }
        expected.add("0:" + n + ":" + n);
        expected.add("1:" + n + ":" + n);
        expected.add("2:" + n + ":" + (n > KEYS ? "" + (n - KEYS) : "null"));
        acknowledged = n;
      }
    } catch (JedisException e) {
      broken = Optional.of("writer " + number + " lost its connection: " + e.getMessage());
    }
  }

  void stop() {
    stopped = true;
  }

  long acknowledged() {
    return acknowledged;
  }

  LongStream nanos() {
    return nanos.stream().mapToLong(Long::longValue);
  }

  /** What is wrong with the replies, or on the server: lost, doubled, out of order. */
  List<String> problems(Client other) {
    List<String> problems = new ArrayList<>(broken.stream().toList());
    problems.addAll(ReplyCheck.problems(expected, received));
    String counted = Replies.string(other.call("GET", counter()));
    if (!counted.equals("" + acknowledged)) {
      problems.add(counter() + " is " + counted + " after " + acknowledged + " acknowledged INCRs");
    }
    List<String> written =
        LongStream.rangeClosed(1, acknowledged).mapToObj(Long::toString).toList();
    List<String> kept =
        Replies.list(other.call("LRANGE", list(), 0, -1)).stream().map(Replies::string).toList();
    ReplyCheck.problems("entry", written, kept)
        .forEach(problem -> problems.add(list() + ": " + problem));
    for (long n = Math.max(1, acknowledged - KEYS + 1); n <= acknowledged; n++) {
      String value = Replies.string(other.call("GET", key(n)));
      if (!value.equals("" + n)) {
        problems.add(key(n) + " is " + value + " instead of " + n);
      }
    }
    return problems;
  }

  void deleteKeys(Client other) {
    other.call("DEL", counter(), list());
    for (long n = 0; n < KEYS; n++) {
      other.call("DEL", key(n));
    }
  }

  private String counter() {
    return COUNTER + number;
  }

  private String list() {
    return LIST + number;
  }

  private String key(long n) {
    return "load:key:" + number + ":" + n % KEYS;
  }
}
