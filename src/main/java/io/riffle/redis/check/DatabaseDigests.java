package io.riffle.redis.check;

import io.riffle.storage.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A digest of each database, since redis's own is of all of them: of every key's name, type and
 * value, as they were read.
 */
final class DatabaseDigests {
  private DatabaseDigests() {}

  /** The digests in hexadecimal by the name that each has as a fact; and one of all databases. */
  static SortedMap<String, String> of(SortedMap<KeyName, KeyState> keys) {
    SortedMap<String, MessageDigest> digests = new TreeMap<>();
    digests.put(ServerState.WITHOUT_STREAMS, Sha256.digest());
    for (Map.Entry<KeyName, KeyState> each : keys.entrySet()) {
      KeyName name = each.getKey();
      KeyState key = each.getValue();
      String ofDatabase = ServerState.DIGEST + " of db" + name.database();
      add(digests.computeIfAbsent(ofDatabase, fact -> Sha256.digest()), name.key(), key);
      if (!key.type().equals("stream")) {
        add(digests.get(ServerState.WITHOUT_STREAMS), name.toString(), key);
      }
    }
    SortedMap<String, String> texts = new TreeMap<>();
    digests.forEach((fact, digest) -> texts.put(fact, HexFormat.of().formatHex(digest.digest())));
    return texts;
  }

  private static void add(MessageDigest digest, String name, KeyState key) {
    add(digest, name);
    add(digest, key.type());
    add(digest, key.value());
  }

  private static void add(MessageDigest digest, String text) {
    Sha256.add(digest, text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
