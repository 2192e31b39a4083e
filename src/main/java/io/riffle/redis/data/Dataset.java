package io.riffle.redis.data;

import io.riffle.redis.client.Client;
import io.riffle.redis.client.Command;
import io.riffle.redis.client.Replies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Keys of every kind in several databases, a part of them with an expiry.
 *
 * @param seed chooses the values
 * @param keys how many
 */
public record Dataset(long seed, int keys) {
  /** The databases that get keys, most of them the first. */
  public static final List<Integer> DATABASES = List.of(0, 1, 5, 9);

  /** The least time, from loading, until a key of the data expires: four hours. */
  public static final long FIRST_EXPIRY_MS = 4 * 3_600_000;

  private static final int STANDARD = 10_000;
  private static final int CHUNK = 1_000;
  private static final int EXPIRING_EVERY = 5;
  private static final int DAY_MS = 86_400_000;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if there are no keys
   */
  public Dataset {
    if (keys < 1) {
      throw new IllegalArgumentException("a data set of " + keys + " keys: give 1 or more");
    }
  }

  /** How many times larger than 10,000 keys, and so how many times longer it may take; or 1. */
  public int size() {
    return Math.max(1, keys / STANDARD);
  }

  /**
   * The n-th key.
   *
   * @param nowMs the server's clock; expiries are counted from it
   */
  KeyData key(int index, long nowMs) {
    SplittableRandom random = new SplittableRandom(seed + GOLDEN * (index + 1));
    Kind kind = Kind.of(index);
    byte[] name = kind.name(index);
    List<Command> commands = new ArrayList<>(kind.commands(name, random));
    if (index % EXPIRING_EVERY == 1) {
      long expiry = nowMs + FIRST_EXPIRY_MS + random.nextInt(DAY_MS);
      commands.add(Command.of("PEXPIREAT", name, expiry));
    }
    int tenth = index / Kind.values().length % 10;
    return new KeyData(DATABASES.get(Math.max(0, tenth - 6)), Replies.text(name), kind, commands);
  }

  /**
   * Loads all keys; the client is in database 0 afterwards.
   *
   * @throws io.riffle.redis.client.OddReplyException if redis refuses a command
   */
  public void load(Client client) {
    long nowMs = client.seconds() * 1000;
    for (int from = 0; from < keys; from += CHUNK) {
      List<KeyData> chunk =
          IntStream.range(from, Math.min(keys, from + CHUNK))
              .mapToObj(index -> key(index, nowMs))
              .sorted(Comparator.comparingInt(KeyData::database))
              .toList();
      List<Command> commands = new ArrayList<>();
      int database = -1;
      for (KeyData key : chunk) {
        if (key.database() != database) {
          database = key.database();
          commands.add(Command.of("SELECT", database));
        }
        commands.addAll(key.commands());
      }
      client.pipelineAll(commands);
    }
    client.call("SELECT", 0);
  }
}
