package io.riffle.redis.check;

import io.riffle.redis.client.Replies;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was seen of a server at one time.
 *
 * @param keys every key of every database
 * @param facts what must stay as it is: digests, settings, users, functions, scripts, clients, the
 *     persistent part of INFO; by a name such as {@code config maxmemory}
 * @param counters what may only grow, such as {@code expired_keys}
 */
public record ServerState(
    SortedMap<KeyName, KeyState> keys,
    SortedMap<String, String> facts,
    SortedMap<String, Long> counters) {
  /** Redis's digest of all keys and values of all databases. */
  static final String DIGEST = "digest";

  /** Ours of all but streams, in which there are times. */
  static final String WITHOUT_STREAMS = "digest without streams";

  /** Copies the maps. */
  public ServerState {
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
    counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
  }

  /** What the server says it is, such as {@code redis 7.0.15} or {@code valkey 8.1.1}. */
  public String version() {
    String valkey = facts.get("info valkey_version");
    return valkey != null ? "valkey " + valkey : "redis " + facts.get("info redis_version");
  }

  /** Whether a server with these facts counts how often keys are used, and keeps no times. */
  static boolean countsUses(Map<String, String> facts) {
    return facts.getOrDefault("config maxmemory-policy", "").contains("lfu");
  }

  /** After how many minutes without use such a count falls by one; 0 for never. */
  long decayMinutes() {
    String text = facts.getOrDefault("config lfu-decay-time", "").replace("\"", "");
    return text.isEmpty() ? 0 : Replies.number(text);
  }

  /** What stands for all data, the same on every ISA: redis's digest, or ours if it made none. */
  public String digest() {
    return facts.containsKey(DIGEST)
        ? "DEBUG DIGEST " + facts.get(DIGEST)
        : WITHOUT_STREAMS + " " + facts.get(WITHOUT_STREAMS);
  }
}
