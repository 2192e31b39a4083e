package io.riffle.redis.data;

import static io.riffle.redis.client.FakeRedis.bulk;
import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.redis.client.Client;
import io.riffle.redis.client.FakeRedis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server must answer that has scripts, functions and users, and one that has lost one. */
class ExtrasUseTest {
  private static final String ADD = "FCALL riffle_add 1 riffle:used 5";
  private static final List<String> DIGESTS = List.of("d0", "d1", "d2", "d3");
  private static final Map<String, String> SOUND =
      Map.ofEntries(
          Map.entry("SET riffle:used kept", "+OK\r\n"),
          Map.entry("DEL riffle:used", ":1\r\n"),
          Map.entry("EVALSHA d0 1 riffle:used", bulk("kept")),
          Map.entry("EVALSHA d1 0 100", ":5050\r\n"),
          Map.entry("EVALSHA d2 1 riffle:used x", bulk("[\"riffle:used\",\"\u0091\u00a1x\"]")),
          Map.entry("EVALSHA d3 0 3", ":12\r\n"),
          Map.entry("FCALL_RO riffle_twice 0 ab", bulk("abab")),
          Map.entry("AUTH bob any", "-WRONGPASS no\r\n"),
          Map.entry("AUTH alice wrong", "-WRONGPASS no\r\n"),
          Map.entry("AUTH alice secret", "+OK\r\n"),
          Map.entry("EXISTS hash:that is not there", ":0\r\n"),
          Map.entry("SET hash:that is not there ", "-NOPERM no\r\n"),
          Map.entry("EXISTS text:1", "-NOPERM no\r\n"));

  @Test
  void aSoundServerHasNoProblems() throws IOException {
    assertThat(problems(SOUND)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EVALSHA d0 1 riffle:used | -NOSCRIPT no | the script that gets: NOSCRIPT no instead of \"kept\"",
        "EVALSHA d1 0 100 | :5049 | the script that adds: 5049 instead of 5050",
        "EVALSHA d2 1 riffle:used x | $-1 | the script that encodes: null instead of",
        "EVALSHA d3 0 3 | :0 | the script that calls: 0 instead of 12",
        "FCALL riffle_add 1 riffle:used 5 | :6 | the function that adds: 6 instead of 5",
        "FCALL_RO riffle_twice 0 ab | -ERR no | the function that doubles: ERR no instead of",
        "AUTH bob any | +OK | the log-in of bob, who is off: \"OK\" instead of \"WRONGPASS\"",
        "AUTH alice wrong | +OK | the log-in of alice with a wrong password: \"OK\" instead of",
        "AUTH alice secret | -WRONGPASS no | the log-in of alice: WRONGPASS no instead of \"OK\"",
        "EXISTS hash:that is not there | -NOPERM no | what alice may do: NOPERM no instead of 0",
        "EXISTS text:1 | :0 | alice's look at another key: 0 instead of \"NOPERM\"",
      })
  void whatIsLostIsFound(String command, String reply, String problem) throws IOException {
    Map<String, String> replies = new HashMap<>(SOUND);
    replies.put(command, reply + "\r\n");

    assertThat(problems(replies)).isNotEmpty().first().asString().contains(problem);
  }

  @Test
  void aWriteThatIsAllowedIsFound() throws IOException {
    Map<String, String> replies = new HashMap<>(SOUND);
    replies.put("SET hash:that is not there ", "+OK\r\n");

    assertThat(problems(replies)).containsExactly("a write of alice: \"OK\" instead of \"NOPERM\"");
  }

  private static List<String> problems(Map<String, String> replies) throws IOException {
    AtomicInteger sum = new AtomicInteger();
    try (FakeRedis redis =
            FakeRedis.answering(
                replies,
                other ->
                    other.equals(ADD)
                        ? ":" + sum.addAndGet(5) + "\r\n"
                        : "-ERR " + other + "\r\n");
        Client client = redis.connect()) {
      List<String> problems = new ArrayList<>(ExtrasUse.ofScripts(client, DIGESTS));
      problems.addAll(ExtrasUse.ofFunctions(client));
      problems.addAll(ExtrasUse.ofUsers(redis::connect));
      return problems;
    }
  }
}
