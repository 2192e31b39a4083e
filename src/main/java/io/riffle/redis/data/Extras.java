package io.riffle.redis.data;

import io.riffle.redis.client.Client;
import io.riffle.redis.client.Command;
import io.riffle.redis.client.Replies;
import java.util.ArrayList;
import java.util.List;

/** What a server keeps besides keys: scripts, functions, users, settings. */
public final class Extras {
  /** One of the scripts, which runs as many commands as its argument says and counts letters. */
  public static final String LOOP =
      "local n = 0 for i = 1, tonumber(ARGV[1]) do n = n + #redis.call('PING').ok end return n";

  private static final List<String> SCRIPTS =
      List.of(
          "return redis.call('GET', KEYS[1])",
          "local sum = 0 for i = 1, tonumber(ARGV[1]) do sum = sum + i end return sum",
          "return cjson.encode({KEYS[1], cmsgpack.pack(ARGV)})",
          LOOP);

  private static final String LIBRARY =
      """
      #!lua name=riffle
      local function add(keys, args)
        return redis.call('INCRBY', keys[1], args[1])
      end
      local function twice(keys, args)
        return args[1] .. args[1]
      end
      redis.register_function('riffle_add', add)
      redis.register_function{function_name='riffle_twice', callback=twice, flags={'no-writes'}}
      """;

  private static final List<Command> COMMANDS =
      List.of(
          Command.of("FUNCTION", "LOAD", "REPLACE", LIBRARY),
          Command.of("ACL", "SETUSER", "alice", "on", ">secret", "~hash:*", "+@read", "&news.*"),
          Command.of("ACL", "SETUSER", "bob", "off", "nopass", "%R~text:*", "+get", "+select"),
          Command.of("CONFIG", "SET", "maxmemory-samples", "7"),
          Command.of("CONFIG", "SET", "slowlog-log-slower-than", "123456"),
          Command.of("CONFIG", "SET", "notify-keyspace-events", "KEA"));

  private Extras() {}

  /**
   * Loads all of it.
   *
   * @return the scripts' SHA-1 digests
   */
  public static List<String> load(Client client) {
    client.pipelineAll(COMMANDS);
    List<String> scripts = new ArrayList<>();
    for (String script : SCRIPTS) {
      scripts.add(Replies.string(client.call("SCRIPT", "LOAD", script)));
    }
    return scripts;
  }
}
