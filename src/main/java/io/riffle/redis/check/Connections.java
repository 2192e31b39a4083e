package io.riffle.redis.check;

import io.riffle.redis.client.Client;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a server knows of its clients that have a name: their numbers, addresses and states. */
public final class Connections {
  /** What CLIENT LIST says that a connection keeps while its client does nothing. */
  private static final List<String> KEPT =
      List.of("id", "addr", "laddr", "db", "sub", "psub", "ssub", "multi", "flags", "user", "resp");

  private Connections() {}

  /** The clients by name; each in one line. */
  public static SortedMap<String, String> of(Client client) {
    SortedMap<String, String> named = new TreeMap<>();
    for (String line : client.text("CLIENT", "LIST").split("\n")) {
      Map<String, String> fields = new LinkedHashMap<>();
      for (String field : line.strip().split(" ")) {
        String[] parts = field.split("=", 2);
        fields.put(parts[0], parts.length == 2 ? parts[1] : "");
      }
      String name = fields.getOrDefault("name", "");
      if (!name.isEmpty()) {
        fields.keySet().retainAll(KEPT);
        named.put(name, fields.toString());
      }
    }
    return named;
  }

  /** What differs of clients that have done nothing meanwhile. */
  public static List<Difference> compare(
      SortedMap<String, String> before, SortedMap<String, String> after) {
    List<Difference> differences = new ArrayList<>();
    SortedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      String old = before.getOrDefault(name, Difference.NOTHING);
      String now = after.getOrDefault(name, Difference.NOTHING);
      if (!old.equals(now)) {
        differences.add(new Difference("client " + name, "", old, now));
      }
    }
    return List.copyOf(differences);
  }
}
