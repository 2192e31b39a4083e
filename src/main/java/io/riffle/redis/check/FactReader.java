package io.riffle.redis.check;

import io.riffle.redis.client.Client;
import io.riffle.redis.client.OddReplyException;
import io.riffle.redis.client.Replies;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads what a server keeps besides keys. */
final class FactReader {
  /** What INFO says that a process keeps for life. */
  private static final List<String> FOR_LIFE =
      List.of(
          "redis_version",
          "valkey_version",
          "redis_build_id",
          "redis_mode",
          "arch_bits",
          "multiplexing_api",
          "process_id",
          "run_id",
          "tcp_port",
          "configured_hz",
          "executable",
          "config_file",
          "io_threads_active",
          "maxmemory",
          "maxmemory_policy",
          "mem_allocator",
          "lazyfree_pending_objects",
          "loading",
          "rdb_last_bgsave_status",
          "rdb_bgsave_in_progress",
          "aof_enabled",
          "aof_rewrite_in_progress",
          "aof_last_write_status",
          "role",
          "connected_slaves",
          "master_replid",
          "master_repl_offset",
          "number_of_cached_scripts",
          "number_of_functions",
          "number_of_libraries",
          "cluster_enabled");

  /** What INFO says that only grows. */
  private static final List<String> COUNTERS =
      List.of(
          "uptime_in_seconds",
          "total_connections_received",
          "total_commands_processed",
          "total_net_input_bytes",
          "total_net_output_bytes",
          "expired_keys",
          "evicted_keys",
          "keyspace_hits",
          "keyspace_misses",
          "total_forks",
          "total_reads_processed",
          "total_writes_processed",
          StateComparison.LAST_SAVE,
          StateComparison.UNSAVED);

  private final Client client;
  private final SortedMap<String, String> facts = new TreeMap<>();
  private final SortedMap<String, Long> counters = new TreeMap<>();
  private final SortedSet<Integer> databases = new TreeSet<>();

  FactReader(Client client) {
    this.client = client;
  }

  SortedMap<String, String> facts() {
    return facts;
  }

  SortedMap<String, Long> counters() {
    return counters;
  }

  /** The databases that have keys. */
  SortedSet<Integer> databases() {
    return databases;
  }

  void read(List<String> scripts, boolean redisDigest) {
    info();
    Replies.map(client.call("CONFIG", "GET", "*"))
        .forEach((name, value) -> facts.put("config " + name, Replies.text(value)));
    for (Object user : Replies.list(client.call("ACL", "LIST"))) {
      String rule = Replies.string(user);
      String[] words = rule.split(" ");
      if (words.length < 2) {
        throw new OddReplyException("ACL LIST has the rule '" + rule + "', which names no user");
      }
      facts.put("user " + words[1], rule);
    }
    for (Object library : Replies.list(client.call("FUNCTION", "LIST", "WITHCODE"))) {
      Map<String, Object> parts = Replies.map(library);
      facts.put("library " + Replies.string(parts.get("library_name")), sortedText(library));
    }
    for (String script : scripts) {
      facts.put("script " + script, Replies.text(client.call("SCRIPT", "EXISTS", script)));
    }
    Connections.of(client).forEach((name, state) -> facts.put("client " + name, state));
    for (int database : databases) {
      client.call("SELECT", database);
      facts.put("dbsize " + database, Replies.text(client.call("DBSIZE")));
    }
    client.call("SELECT", 0);
    if (redisDigest) {
      // Of all databases, with their numbers; it leaves out when keys expire.
      facts.put(ServerState.DIGEST, client.text("DEBUG", "DIGEST"));
    }
  }

  private void info() {
    for (String line : client.text("INFO", "everything").split("\r\n")) {
      String[] parts = line.split(":", 2);
      if (parts.length < 2) {
        // The title of a section, or nothing.
        continue;
      }
      if (FOR_LIFE.contains(parts[0])) {
        facts.put("info " + parts[0], parts[1]);
      } else if (COUNTERS.contains(parts[0])) {
        counters.put(parts[0], Replies.number(parts[1]));
      } else if (parts[0].matches("db\\d{1,9}")) {
        databases.add(Integer.parseInt(parts[0].substring(2)));
        // Without avg_ttl, which is an estimate that goes with time.
        facts.put("info " + parts[0], parts[1].replaceAll(",avg_ttl=.*", ""));
      }
    }
  }

  /** Functions of a library come in the order of a hash table, which a reload changes. */
  private static String sortedText(Object library) {
    return Replies.map(library).entrySet().stream()
        .map(
            part ->
                part.getKey()
                    + "="
                    + (part.getKey().equals("functions")
                        ? Replies.list(part.getValue()).stream()
                            .map(Replies::text)
                            .sorted()
                            .toList()
                        : Replies.text(part.getValue())))
        .collect(Collectors.joining(", "));
  }
}
