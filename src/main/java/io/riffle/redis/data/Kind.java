package io.riffle.redis.data;

import io.riffle.redis.client.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Kinds of keys, one for each way in which redis stores a value: its types, and their encodings for
 * small and for large values.
 */
public enum Kind {
  /** The empty string. */
  EMPTY(1),
  /** A short text. */
  TEXT(1),
  /** All byte values. */
  BINARY(1),
  /** A number, which redis keeps as one. */
  INTEGER(1),
  /** 1 MiB. */
  MEGABYTE(2_000),
  /** A HyperLogLog, sparse. */
  HYPERLOGLOG(1),
  /** Bits at places far apart. */
  BITMAP(1),
  /** A hash of few fields (listpack). */
  HASH(1),
  /** A hash of many fields (hashtable). */
  HASH_LARGE(40),
  /** A short list. */
  LIST(1),
  /** A list of several nodes (quicklist). */
  LIST_LARGE(40),
  /** A set of integers (intset). */
  SET_INTEGERS(1),
  /** A set of a few words (listpack, or hashtable before redis 7.2). */
  SET(1),
  /** A set of many words (hashtable). */
  SET_LARGE(40),
  /** A sorted set of few members (listpack). */
  ZSET(1),
  /** A sorted set of many members (skiplist). */
  ZSET_LARGE(40),
  /** A stream with consumer groups, some of whose entries are pending. */
  STREAM(1),
  /** Places on the earth. */
  GEO(1),
  /** A HyperLogLog of so many words that it is dense. */
  HYPERLOGLOG_DENSE(40),
  /** A stream of several nodes, with several consumers in a group. */
  STREAM_LARGE(40),
  /** A text whose key has bytes of all sorts; that of the first has none. */
  BINARY_NAME(1);

  private static final int MEGA = 1 << 20;
  private static final int MANY = 300;

  /** Those of a sparse one fit in 3,000 bytes. */
  private static final int DENSE = 2_500;

  private final int rarity;

  Kind(int rarity) {
    this.rarity = rarity;
  }

  /** The kind of the n-th key: all in turn, but large ones only now and then. */
  static Kind of(int index) {
    Kind kind = values()[index % values().length];
    boolean its = index / values().length % kind.rarity == 0;
    return its ? kind : TEXT;
  }

  /** What a key is called: a text by which tests find it, but for the kind that is about names. */
  byte[] name(int index) {
    String text = label() + ":" + index;
    if (this != BINARY_NAME) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    return index < values().length
        ? new byte[0]
        : ("\0\r\n \"\u00ff\u0080" + text).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** What makes a key of the kind. */
  List<Command> commands(byte[] key, SplittableRandom random) {
    return switch (this) {
      case EMPTY -> List.of(Command.of("SET", key, ""));
      case TEXT, BINARY_NAME ->
          List.of(Command.of("SET", key, word(random, 5 + random.nextInt(60))));
      case BINARY -> List.of(Command.of("SET", key, bytes(random, 1 + random.nextInt(600))));
      case INTEGER -> List.of(Command.of("SET", key, random.nextLong()));
      case MEGABYTE -> List.of(Command.of("SET", key, bytes(random, MEGA)));
      case HYPERLOGLOG -> List.of(words("PFADD", key, random, 30));
      case HYPERLOGLOG_DENSE -> List.of(words("PFADD", key, random, DENSE));
      case BITMAP -> bits(key, random);
      case HASH -> List.of(pairs("HSET", key, random, 6));
      case HASH_LARGE -> List.of(pairs("HSET", key, random, MANY * 2));
      case LIST -> List.of(words("RPUSH", key, random, 6));
      case LIST_LARGE ->
          List.of(words("RPUSH", key, random, MANY), words("LPUSH", key, random, MANY));
      case SET_INTEGERS -> List.of(numbers(key, random));
      case SET -> List.of(words("SADD", key, random, 6));
      case SET_LARGE -> List.of(words("SADD", key, random, MANY * 2));
      case ZSET -> List.of(scores(key, random, 6));
      case ZSET_LARGE -> List.of(scores(key, random, MANY));
      case STREAM -> stream(key, random, 10, List.of("reader"));
      case STREAM_LARGE -> stream(key, random, MANY, List.of("reader", "other", "third"));
      case GEO -> List.of(places(key, random));
    };
  }

  private static List<Command> bits(byte[] key, SplittableRandom random) {
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      commands.add(Command.of("SETBIT", key, random.nextInt(8_000), 1));
    }
    return commands;
  }

  private static Command words(String name, byte[] key, SplittableRandom random, int count) {
    List<Object> words = new ArrayList<>(List.of(name, key));
    for (int i = 0; i < count; i++) {
      words.add(word(random, 3 + random.nextInt(30)));
    }
    return Command.of(words.toArray());
  }

  private static Command pairs(String name, byte[] key, SplittableRandom random, int count) {
    List<Object> words = new ArrayList<>(List.of(name, key));
    for (int i = 0; i < count; i++) {
      words.add("field:" + i);
      words.add(word(random, 1 + random.nextInt(40)));
    }
    return Command.of(words.toArray());
  }

  private static Command numbers(byte[] key, SplittableRandom random) {
    List<Object> words = new ArrayList<>(List.of("SADD", key));
    for (int i = 0; i < 20; i++) {
      words.add(random.nextInt());
    }
    return Command.of(words.toArray());
  }

  private static Command scores(byte[] key, SplittableRandom random, int count) {
    List<Object> words = new ArrayList<>(List.of("ZADD", key));
    for (int i = 0; i < count; i++) {
      words.add(random.nextInt(1_000_000) / 1000.0);
      words.add("member:" + i);
    }
    return Command.of(words.toArray());
  }

  private static Command places(byte[] key, SplittableRandom random) {
    List<Object> words = new ArrayList<>(List.of("GEOADD", key));
    for (int i = 0; i < 5; i++) {
      words.add(random.nextInt(360_000) / 1000.0 - 180);
      words.add(random.nextInt(160_000) / 1000.0 - 80);
      words.add("place:" + i);
    }
    return Command.of(words.toArray());
  }

  private static List<Command> stream(
      byte[] key, SplittableRandom random, int entries, List<String> consumers) {
    List<Command> commands = new ArrayList<>();
    for (int i = 1; i <= entries; i++) {
      commands.add(Command.of("XADD", key, i + "-1", "text", word(random, 12), "n", i));
    }
    for (String group : List.of("first", "second")) {
      commands.add(Command.of("XGROUP", "CREATE", key, group, "0"));
      for (String consumer : consumers) {
        commands.add(
            Command.of("XREADGROUP", "GROUP", group, consumer, "COUNT", 5, "STREAMS", key, ">"));
      }
    }
    commands.add(Command.of("XACK", key, "first", "1-1", "3-1"));
    return commands;
  }

  private static byte[] word(SplittableRandom random, int length) {
    byte[] letters = new byte[length];
    for (int i = 0; i < length; i++) {
      letters[i] = (byte) ('a' + random.nextInt(26));
    }
    return letters;
  }

  private static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Its name in keys. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
