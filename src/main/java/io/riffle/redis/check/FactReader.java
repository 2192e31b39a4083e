package io.riffle.redis.check;

import io.riffle.redis.client.Client;
import io.riffle.redis.client.Replies;
import java.util.LinkedHashMap;
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
          "total_writes_processed");

  /** What CLIENT LIST says that a connection keeps while its client does nothing. */
  private static final List<String> OF_CLIENTS =
      List.of("id", "addr", "laddr", "db", "sub", "psub", "ssub", "multi", "flags", "user", "resp");

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
      facts.put("user " + rule.split(" ")[1], rule);
    }
    for (Object library : Replies.list(client.call("FUNCTION", "LIST", "WITHCODE"))) {
      Map<String, Object> parts = Replies.map(library);
      facts.put("library " + Replies.string(parts.get("library_name")), sortedText(library));
    }
    for (String script : scripts) {
      facts.put("script " + script, Replies.text(client.call("SCRIPT", "EXISTS", script)));
    }
    clients();
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
      if (FOR_LIFE.contains(parts[0])) {
        facts.put("info " + parts[0], parts[1]);
      } else if (COUNTERS.contains(parts[0])) {
        counters.put(parts[0], Long.parseLong(parts[1]));
      } else if (parts[0].matches("db\\d+")) {
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

  private void clients() {
    for (String line : client.text("CLIENT", "LIST").split("\n")) {
      Map<String, String> fields = new LinkedHashMap<>();
      for (String field : line.strip().split(" ")) {
        String[] parts = field.split("=", 2);
        fields.put(parts[0], parts.length == 2 ? parts[1] : "");
      }
      String name = fields.getOrDefault("name", "");
      if (!name.isEmpty()) {
        fields.keySet().retainAll(OF_CLIENTS);
        facts.put("client " + name, fields.toString());
      }
    }
  }
}
