package io.riffle.redis.data;

import io.riffle.redis.client.Client;
import io.riffle.redis.client.Expectations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Uses what {@link Extras} has loaded, since what is listed need not work. Says what was not
 * answered as it must be, and leaves no keys behind.
 */
public final class ExtrasUse {
  private static final String KEY = "riffle:used";
  private static final String DENIED = "\"NOPERM\"";

  private ExtrasUse() {}

  /**
   * Runs the functions.
   *
   * @param client is in database 0
   */
  public static List<String> ofFunctions(Client client) {
    Expectations expectations = new Expectations();
    for (int sum : new int[] {5, 10}) {
      expectations.expect(
          "the function that adds", "" + sum, () -> client.call("FCALL", "riffle_add", 1, KEY, 5));
    }
    expectations.expect(
        "the function that doubles",
        "\"abab\"",
        () -> client.call("FCALL_RO", "riffle_twice", 0, "ab"));
    client.call("DEL", KEY);
    return expectations.problems();
  }

  /**
   * Runs the scripts that are kept, without loading them again.
   *
   * @param client is in database 0
   * @param digests what {@link Extras#load} has returned
   */
  public static List<String> ofScripts(Client client, List<String> digests) {
    Expectations expectations = new Expectations();
    client.call("SET", KEY, "kept");
    expectations.expect(
        "the script that gets", "\"kept\"", () -> client.call("EVALSHA", digests.get(0), 1, KEY));
    expectations.expect(
        "the script that adds", "5050", () -> client.call("EVALSHA", digests.get(1), 0, 100));
    expectations.expect(
        "the script that encodes",
        "\"[\\x22riffle:used\\x22,\\x22\\x91\\xa1x\\x22]\"",
        () -> client.call("EVALSHA", digests.get(2), 1, KEY, "x"));
    expectations.expect(
        "the script that calls", "12", () -> client.call("EVALSHA", digests.get(3), 0, 3));
    client.call("DEL", KEY);
    return expectations.problems();
  }

  /**
   * Logs in as each user, with commands that are allowed and others that are denied.
   *
   * @param connect makes a connection
   */
  public static List<String> ofUsers(Supplier<Client> connect) {
    Expectations expectations = new Expectations();
    try (Client client = connect.get()) {
      expectations.expect(
          "the log-in of bob, who is off",
          "\"WRONGPASS\"",
          () -> firstWord(client, "AUTH", "bob", "any"));
      expectations.expect(
          "the log-in of alice with a wrong password",
          "\"WRONGPASS\"",
          () -> firstWord(client, "AUTH", "alice", "wrong"));
      expectations.expect(
          "the log-in of alice", "\"OK\"", () -> client.call("AUTH", "alice", "secret"));
      expectations.expect(
          "what alice may do", "0", () -> client.call("EXISTS", "hash:that is not there"));
      expectations.expect(
          "a write of alice", DENIED, () -> firstWord(client, "SET", "hash:that is not there", ""));
      expectations.expect(
          "alice's look at another key", DENIED, () -> firstWord(client, "EXISTS", "text:1"));
    }
    return expectations.problems();
  }

  /** Of an error; what else it says differs from version to version. */
  private static Object firstWord(Client client, Object... words) {
    try {
      return client.call(words);
    } catch (JedisDataException e) {
      return e.getMessage().split(" ")[0].getBytes(StandardCharsets.UTF_8);
    }
  }
}
