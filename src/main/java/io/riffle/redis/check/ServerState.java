package io.riffle.redis.check;

import java.util.Collections;
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
  /** The fact that stands for all keys and values of all databases, the same on every ISA. */
  public static final String DIGEST = "digest";

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

  /** {@code DEBUG DIGEST}. */
  public String digest() {
    return facts.getOrDefault(DIGEST, "none");
  }
}
