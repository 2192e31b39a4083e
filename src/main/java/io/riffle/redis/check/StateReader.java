package io.riffle.redis.check;

import io.riffle.redis.client.Client;
import io.riffle.redis.client.Command;
import io.riffle.redis.client.Replies;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a server's whole state, key by key, in batches. */
public final class StateReader {
  private static final int BATCH = 1_000;
  private static final int OF_EACH_KEY = 5;
  private static final String FREQUENCY = "FREQ";

  private final Client client;
  private final boolean usesCounted;
  private final SortedMap<KeyName, KeyState> keys = new TreeMap<>();

  private StateReader(Client client, boolean usesCounted) {
    this.client = client;
    this.usesCounted = usesCounted;
  }

  /**
   * Reads the state.
   *
   * @param client is in database 0 before and after; clients without a name are not part of the
   *     state, so that this one need not have been there before
   * @param scripts SHA-1 digests of the scripts that are looked for
   * @param redisDigest whether redis is to make its own digest too, for which it takes longer than
   *     all else
   */
  public static ServerState read(Client client, List<String> scripts, boolean redisDigest) {
    FactReader facts = new FactReader(client);
    facts.read(scripts, redisDigest);
    StateReader reader = new StateReader(client, ServerState.countsUses(facts.facts()));
    for (int database : facts.databases()) {
      client.call("SELECT", database);
      reader.readDatabase(database);
    }
    client.call("SELECT", 0);
    SortedMap<String, String> all = facts.facts();
    all.putAll(DatabaseDigests.of(reader.keys));
    return new ServerState(reader.keys, all, facts.counters());
  }

  /** Reads all keys of the selected database. */
  private void readDatabase(int database) {
    Set<String> seen = new HashSet<>();
    String cursor = "0";
    do {
      Object reply = client.call("SCAN", cursor, "COUNT", BATCH);
      cursor = Replies.string(Replies.part(reply, 0));
      // A scan may bring a key twice.
      List<byte[]> batch = new ArrayList<>();
      for (Object key : new LinkedHashSet<>(Replies.list(Replies.part(reply, 1)))) {
        if (seen.add(Replies.string(key))) {
          batch.add(Replies.bytes(key));
        }
      }
      if (!batch.isEmpty()) {
        readKeys(database, batch);
      }
    } while (!cursor.equals("0"));
  }

  private void readKeys(int database, List<byte[]> batch) {
    long now = client.seconds();
    List<Command> about = new ArrayList<>();
    for (byte[] key : batch) {
      about.add(Command.of("TYPE", key));
      about.add(Command.of("OBJECT", "ENCODING", key));
      about.add(Command.of("PEXPIRETIME", key));
      about.add(Command.of("OBJECT", usesCounted ? FREQUENCY : "IDLETIME", key));
      about.add(Command.of("OBJECT", "REFCOUNT", key));
    }
    List<Object> known = client.pipelineAll(about);
    List<Command> values = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      values.add(Value.command(Replies.string(known.get(i * OF_EACH_KEY)), batch.get(i)));
    }
    List<Object> read = client.pipeline(values);
    List<Object> frequencies = usesCounted ? frequencies(batch) : List.of();
    long span = client.seconds() - now;
    for (int i = 0; i < batch.size(); i++) {
      List<Object> of = known.subList(i * OF_EACH_KEY, (i + 1) * OF_EACH_KEY);
      String type = Replies.string(of.get(0));
      // A key that expired between two commands is not there.
      if (!type.equals("none")) {
        long use = number(of.get(3), 0);
        keys.put(
            new KeyName(database, Replies.text(batch.get(i))),
            new KeyState(
                type,
                Replies.string(of.get(1)),
                number(of.get(2), -1),
                Value.text(type, read.get(i)),
                usesCounted
                    ? Use.counted(use, number(frequencies.get(i), 0), now, span)
                    : Use.at(now - use, now, span),
                number(of.get(4), 0)));
      }
    }
  }

  private List<Object> frequencies(List<byte[]> batch) {
    return client.pipelineAll(
        batch.stream().map(key -> Command.of("OBJECT", FREQUENCY, key)).toList());
  }

  /** A number; something else if the key was gone when it was asked for. */
  private static long number(Object reply, long otherwise) {
    return reply == null ? otherwise : Replies.number(reply);
  }
}
