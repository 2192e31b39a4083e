package io.riffle.redis.load;

import static io.riffle.redis.client.FakeRedis.bulk;
import static io.riffle.redis.client.FakeRedis.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.redis.client.Client;
import io.riffle.redis.client.FakeRedis;
import io.riffle.redis.client.FakeRedis.Connection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** A server that knows as much of redis as the companions use, and can lose some of it. */
class CompanionsTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  private final Map<Connection, String> names = new ConcurrentHashMap<>();
  private final Map<String, Connection> waiting = new ConcurrentHashMap<>();
  private volatile boolean losesMessages;
  private volatile boolean losesWaiters;
  private volatile boolean renumbers;
  private volatile int offset;

  @Test
  void nothingIsWrongWithASoundServer() throws IOException {
    assertThat(problems()).isEmpty();
  }

  @Test
  void aLostMessageIsFound() throws IOException {
    losesMessages = true;

    assertThat(problems())
        .first()
        .asString()
        .matches("the subscriber's message: .* instead of \\[\"message\", .*");
  }

  @Test
  void aWaitThatIsForgottenIsFound() throws IOException {
    losesWaiters = true;

    assertThat(problems())
        .anyMatch(problem -> problem.startsWith("the waiting client's reply: "))
        .anyMatch(problem -> problem.startsWith("the reply of the client that waits an hour: "));
  }

  @Test
  void anotherNumberOfAClientIsFound() throws IOException {
    renumbers = true;

    assertThat(problems())
        .hasSize(names.size())
        .contains(
            "CLIENT ID of waiter: 7 instead of 6", "CLIENT ID of subscriber: 11 instead of 10");
  }

  private List<String> problems() throws IOException {
    try (FakeRedis redis = FakeRedis.answering(this::answer);
        Client other = redis.connect();
        Companions companions = new Companions(() -> redis.connect(SHORT))) {
      offset = renumbers ? 1 : 0;
      return companions.problems(other);
    }
  }

  private String answer(Connection connection, String command) {
    String[] words = command.split(" ");
    String name = names.getOrDefault(connection, "");
    return switch (words[0]) {
      case "CLIENT" -> client(connection, name, words);
      case "SUBSCRIBE" -> {
        waiting.put("news", connection);
        yield list(bulk("subscribe"), bulk(words[1]), ":1\r\n");
      }
      case "UNSUBSCRIBE" -> list(bulk("unsubscribe"), bulk(words[1]), ":0\r\n");
      case "BLPOP" -> {
        waiting.put(words[1], connection);
        yield words[1].equals("riffle:never") ? "*-1\r\n" : "";
      }
      case "PUBLISH" -> {
        if (!losesMessages) {
          waiting.get("news").push(list(bulk("message"), bulk(words[1]), bulk(words[2])));
        }
        yield ":1\r\n";
      }
      case "RPUSH" -> {
        if (!losesWaiters) {
          String value = command.substring(command.indexOf(words[2]));
          waiting.get(words[1]).push(list(bulk(words[1]), bulk(value)));
        }
        yield ":1\r\n";
      }
      case "INCRBY" -> "+QUEUED\r\n";
      case "EXEC" ->
          switch (name) {
            case "transaction" -> list(":2\r\n", ":5\r\n");
            case "watcher-of-touched" -> "*-1\r\n";
            default -> list("+PONG\r\n");
          };
      default -> "+OK\r\n";
    };
  }

  /** A client's number is the length of its name. */
  private String client(Connection connection, String name, String... words) {
    return switch (words[1]) {
      case "SETNAME" -> {
        names.put(connection, words[2]);
        yield "+OK\r\n";
      }
      case "GETNAME" -> bulk(name);
      default -> ":" + (name.length() + offset) + "\r\n";
    };
  }
}
