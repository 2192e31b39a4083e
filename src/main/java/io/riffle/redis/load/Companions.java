package io.riffle.redis.load;

import io.riffle.redis.client.Client;
import io.riffle.redis.client.Command;
import io.riffle.redis.client.Expectations;
import io.riffle.redis.client.Replies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Clients of which the server remembers something: a name, a subscription, a pop that waits, a
 * transaction half done, keys that are watched. They do nothing until {@link #problems}.
 */
public final class Companions implements AutoCloseable {
  private static final String CHANNEL = "riffle:news";
  private static final String QUEUE = "riffle:queue";
  private static final String TIMED = "riffle:timed";
  private static final String NEVER = "riffle:never";
  private static final String SUM = "riffle:sum";
  private static final String TOUCHED = "riffle:touched";
  private static final String UNTOUCHED = "riffle:untouched";
  private static final List<String> NAMES =
      List.of(
          "subscriber",
          "waiter",
          "waiter-in-time",
          "transaction",
          "watcher-of-touched",
          "watcher-of-untouched");

  /** In s. */
  private static final int HOUR = 3_600;

  private static final int SOON = 10;

  private final Map<String, Client> clients = new LinkedHashMap<>();
  private final Map<String, Long> ids = new LinkedHashMap<>();

  /** Its time ends while the server is dumped, or not much later; it has no name to be found by. */
  private final Client impatient;

  /**
   * Connects them and brings each into its state.
   *
   * @param connect makes a connection
   */
  public Companions(Supplier<Client> connect) {
    for (String name : NAMES) {
      Client client = connect.get();
      clients.put(name, client);
      client.call("CLIENT", "SETNAME", name);
      ids.put(name, Replies.number(client.call("CLIENT", "ID")));
    }
    client("subscriber").call("SUBSCRIBE", CHANNEL);
    client("waiter").post(Command.of("BLPOP", QUEUE, 0));
    client("waiter-in-time").post(Command.of("BLPOP", TIMED, HOUR));
    impatient = connect.get();
    impatient.post(Command.of("BLPOP", NEVER, SOON));
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
    Expectations expectations = new Expectations();
    Client subscriber = client("subscriber");
    expectations.expect("subscribers", "1", () -> other.call("PUBLISH", CHANNEL, "hello"));
    expectations.expect(
        "the subscriber's message",
        "[\"message\", \"riffle:news\", \"hello\"]",
        subscriber::receive);
    expectations.expect("length of the queue", "1", () -> other.call("RPUSH", QUEUE, "served"));
    expectations.expect(
        "the waiting client's reply", "[\"riffle:queue\", \"served\"]", client("waiter")::receive);
    other.call("RPUSH", TIMED, "in time");
    expectations.expect(
        "the reply of the client that waits an hour",
        "[\"riffle:timed\", \"in time\"]",
        client("waiter-in-time")::receive);
    expectations.expect("the end of a wait of seconds", "null", impatient::receive);
    Client transaction = client("transaction");
    expectations.expect("a queued command", "\"QUEUED\"", () -> transaction.call("INCRBY", SUM, 3));
    expectations.expect("the transaction", "[2, 5]", () -> transaction.call("EXEC"));
    other.call("SET", TOUCHED, "by another");
    expectations.expect(
        "the transaction on a changed key", "null", () -> exec("watcher-of-touched"));
    expectations.expect(
        "the transaction on an unchanged key", "[\"PONG\"]", () -> exec("watcher-of-untouched"));
    expectations.expect(
        "the end of the subscription",
        "[\"unsubscribe\", \"riffle:news\", 0]",
        () -> subscriber.call("UNSUBSCRIBE", CHANNEL));
    clients.forEach(
        (name, client) -> {
          String id = "" + ids.get(name);
          expectations.expect("CLIENT ID of " + name, id, () -> client.call("CLIENT", "ID"));
          expectations.expect(
              "name of " + name, '"' + name + '"', () -> client.call("CLIENT", "GETNAME"));
        });
    other.call("DEL", SUM, TOUCHED, QUEUE, TIMED);
    return expectations.problems();
  }

  private Object exec(String name) {
    client(name).call("MULTI");
    client(name).call("PING");
    return client(name).call("EXEC");
  }

  @Override
  public void close() {
    clients.values().forEach(Client::close);
    impatient.close();
  }
}
