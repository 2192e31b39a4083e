package io.riffle.redis.check;

import static io.riffle.redis.client.FakeRedis.bulk;
import static io.riffle.redis.client.FakeRedis.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.redis.client.Client;
import io.riffle.redis.client.FakeRedis;
import io.riffle.redis.client.OddReplyException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server of one key, sound or with one reply that no server gives. */
class StateReaderTest {
  private static final Map<String, String> SOUND =
      Map.ofEntries(
          Map.entry("INFO everything", bulk("# Server\r\nredis_version:7.0.15\r\ndb0:keys=1\r\n")),
          Map.entry("CONFIG GET *", list()),
          Map.entry("ACL LIST", list(bulk("user default on nopass ~* &* +@all"))),
          Map.entry("FUNCTION LIST WITHCODE", list()),
          Map.entry("CLIENT LIST", bulk("id=1 addr=127.0.0.1:5 name=one age=3 flags=N\n")),
          Map.entry("SELECT 0", "+OK\r\n"),
          Map.entry("DBSIZE", ":1\r\n"),
          Map.entry("TIME", list(bulk("1700000000"), bulk("0"))),
          Map.entry("SCAN 0 COUNT 1000", list(bulk("0"), list(bulk("k")))),
          Map.entry("TYPE k", "+string\r\n"),
          Map.entry("OBJECT ENCODING k", bulk("embstr")),
          Map.entry("PEXPIRETIME k", ":-1\r\n"),
          Map.entry("OBJECT IDLETIME k", ":7\r\n"),
          Map.entry("OBJECT REFCOUNT k", ":1\r\n"),
          Map.entry("GET k", bulk("v")));

  @Test
  void aSoundServerIsRead() throws IOException {
    ServerState state = read(SOUND);

    assertThat(state.keys())
        .containsExactly(
            Map.entry(
                new KeyName(0, "\"k\""),
                new KeyState(
                    "string", "embstr", -1, "\"v\"", Use.at(1_699_999_993, 1_700_000_000, 0), 1)));
    assertThat(state.facts()).containsEntry("client one", "{id=1, addr=127.0.0.1:5, flags=N}");
  }

  @ParameterizedTest
  @CsvSource({
    "INFO everything, $15\\r\\nexpired_keys:x1\\r\\n",
    "ACL LIST, *1\\r\\n$4\\r\\nuser\\r\\n",
    "TIME, *0\\r\\n",
    "SCAN 0 COUNT 1000, +OK\\r\\n",
    "SCAN 0 COUNT 1000, *1\\r\\n$1\\r\\n0\\r\\n",
    "SCAN 0 COUNT 1000, *2\\r\\n$1\\r\\n0\\r\\n*1\\r\\n:5\\r\\n",
    "OBJECT ENCODING k, -ERR internal\\r\\n",
    "PEXPIRETIME k, -ERR internal\\r\\n",
    "PEXPIRETIME k, $1\\r\\nx\\r\\n",
    "OBJECT IDLETIME k, -ERR internal\\r\\n",
    "OBJECT REFCOUNT k, -ERR internal\\r\\n",
  })
  void anOddReplyIsTheServersFault(String command, String reply) throws IOException {
    Map<String, String> replies = new HashMap<>(SOUND);
    replies.put(command, reply.replace("\\r\\n", "\r\n"));

    assertThatThrownBy(() -> read(replies)).isInstanceOf(OddReplyException.class);
  }

  private static ServerState read(Map<String, String> replies) throws IOException {
    try (FakeRedis redis = FakeRedis.answering(replies, other -> "-ERR " + other + "\r\n");
        Client client = redis.connect()) {
      return StateReader.read(client, List.of(), false);
    }
  }
}
