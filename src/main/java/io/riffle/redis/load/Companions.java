package io.riffle.redis.load;

import io.riffle.redis.client.Client;
import io.riffle.redis.client.Command;
import io.riffle.redis.client.Replies;
import io.riffle.redis.server.Server;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Clients of which the server remembers something: a name, a subscription, a pop that waits, a
 * transaction half done, keys that are watched. They do nothing until {@link #problems}.
 */
public final class Companions implements AutoCloseable {
  private static final String CHANNEL = "riffle:news";
  private static final String QUEUE = "riffle:queue";
  private static final String SUM = "riffle:sum";
  private static final String TOUCHED = "riffle:touched";
  private static final String UNTOUCHED = "riffle:untouched";
  private static final List<String> NAMES =
      List.of("subscriber", "waiter", "transaction", "watcher-of-touched", "watcher-of-untouched");

  private final Map<String, Client> clients = new LinkedHashMap<>();
  private final Map<String, Long> ids = new LinkedHashMap<>();

  /** Connects them and brings each into its state. */
  public Companions(Server server) {
    for (String name : NAMES) {
      Client client = server.connect();
      clients.put(name, client);
      client.call("CLIENT", "SETNAME", name);
      ids.put(name, Replies.number(client.call("CLIENT", "ID")));
    }
    client("subscriber").call("SUBSCRIBE", CHANNEL);
    client("waiter").post(Command.of("BLPOP", QUEUE, 0));
    client("transaction").call("MULTI");
    client("transaction").call("INCRBY", SUM, 2);
    client("watcher-of-touched").call("WATCH", TOUCHED);
    client("watcher-of-untouched").call("WATCH", UNTOUCHED);
  }

  private Client client(String name) {
    return clients.get(name);
  }

  /**
   * Goes on with each client, and says what did not go as it would have undisturbed. Leaves no keys
   * behind.
   *
   * @param other one more client
   */
  public List<String> problems(Client other) {
    List<String> problems = new ArrayList<>();
    Client subscriber = client("subscriber");
    expect(problems, "subscribers", "1", () -> other.call("PUBLISH", CHANNEL, "hello"));
    expect(
        problems,
        "the subscriber's message",
        "[\"message\", \"riffle:news\", \"hello\"]",
        subscriber::receive);
    expect(problems, "length of the queue", "1", () -> other.call("RPUSH", QUEUE, "served"));
    expect(
        problems,
        "the waiting client's reply",
        "[\"riffle:queue\", \"served\"]",
        client("waiter")::receive);
    Client transaction = client("transaction");
    expect(problems, "a queued command", "\"QUEUED\"", () -> transaction.call("INCRBY", SUM, 3));
    expect(problems, "the transaction", "[2, 5]", () -> transaction.call("EXEC"));
    other.call("SET", TOUCHED, "by another");
    expect(problems, "the transaction on a changed key", "null", () -> exec("watcher-of-touched"));
    expect(
        problems,
        "the transaction on an unchanged key",
        "[\"PONG\"]",
        () -> exec("watcher-of-untouched"));
    expect(
        problems,
        "the end of the subscription",
        "[\"unsubscribe\", \"riffle:news\", 0]",
        () -> subscriber.call("UNSUBSCRIBE", CHANNEL));
    clients.forEach(
        (name, client) -> {
          String id = "" + ids.get(name);
          expect(problems, "CLIENT ID of " + name, id, () -> client.call("CLIENT", "ID"));
          expect(
              problems,
              "name of " + name,
              '"' + name + '"',
              () -> client.call("CLIENT", "GETNAME"));
        });
    other.call("DEL", SUM, TOUCHED, QUEUE);
    return problems;
  }

  private Object exec(String name) {
    client(name).call("MULTI");
    client(name).call("PING");
    return client(name).call("EXEC");
  }

  private static void expect(
      List<String> problems, String what, String expected, Supplier<Object> reply) {
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

  @Override
  public void close() {
    clients.values().forEach(Client::close);
  }
}
