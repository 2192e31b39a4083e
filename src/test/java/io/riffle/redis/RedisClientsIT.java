package io.riffle.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.riffle.flow.StepFailedException;
import io.riffle.flow.StopPoint;
import io.riffle.guest.Guest;
import io.riffle.junit.GuestTest;
import io.riffle.junit.InjectGuest;
import io.riffle.redis.client.Client;
import io.riffle.redis.client.Command;
import io.riffle.redis.client.Replies;
import io.riffle.redis.load.ReplyCheck;
import io.riffle.redis.server.DumpOptions;
import io.riffle.redis.server.RedisServer;
import io.riffle.shuffle.ShuffleOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that are connected while their server is dumped, shuffled and restored. */
@GuestTest
class RedisClientsIT {
  private static final StopPoint STOP = StopPoint.parse("serverCron:2");

  @InjectGuest static Guest guest;

  @RegisterExtension private static final RedisInGuest REDIS = new RedisInGuest(() -> guest);

  private RedisServer server;
  private RedisTrial trial;

  @BeforeEach
  void start() {
    server = REDIS.server();
    trial = REDIS.begin();
  }

  @Test
  void withoutTheOptionCriuRefusesThemAndTheServerLivesOn() {
    try (Client client = server.connect()) {
      long id = Replies.number(client.call("CLIENT", "ID"));
      server.suspend(STOP);

      StepFailedException refused =
          catchThrowableOfType(StepFailedException.class, () -> server.dump(DumpOptions.ALONE));

      assertThat(refused).hasMessageContaining("tcp-established");
      server.resume();
      assertThat(client.call("CLIENT", "ID")).isEqualTo(id);
    }
    trial.disturb(() -> {});
    assertThat(trial.findings()).isEmpty();
  }

  /** Commands that have arrived and are not read when the server is dumped. */
  @Test
  void repliesComeInOrderAndASwappedPairIsCaught() {
    List<String> words = IntStream.range(0, 200).mapToObj(i -> "word:" + i).toList();
    List<String> swapped = new ArrayList<>(words);
    Collections.swap(swapped, 41, 42);
    try (Client orderly = server.connect();
        Client other = server.connect()) {
      server.suspend(STOP);
      words.forEach(word -> orderly.post(Command.of("ECHO", word)));
      swapped.forEach(word -> other.post(Command.of("ECHO", word)));
      round(DumpOptions.WITH_CLIENTS);

      assertThat(ReplyCheck.problems(words, replies(orderly, words.size()))).isEmpty();
      assertThat(ReplyCheck.problems(words, replies(other, words.size())))
          .containsExactly(
              "reply 42 is word:42 instead of word:41", "reply 43 is word:41 instead of word:42");
    }
  }

  @Test
  void faultsMadeUnderLoadAreCaught() {
    trial.disturbUnderLoad(
        List.of(
            () -> {
              server.suspend(STOP);
              round(DumpOptions.WITH_CLIENTS);
              try (Client saboteur = server.connect()) {
                saboteur.call("DECR", "load:counter:0");
                saboteur.call("RPUSH", "load:list:1", "7");
                saboteur.call("LREM", "load:list:2", "1", "9");
                saboteur.call("CLIENT", "KILL", "ID", id(saboteur, "transaction"));
                saboteur.call("CLIENT", "UNBLOCK", id(saboteur, "waiter"));
                saboteur.call("SET", "riffle:untouched", "touched");
                saboteur.call("DEL", "riffle:untouched");
              }
            }));

    String findings = String.join("\n", trial.findings());
    assertThat(findings)
        .containsPattern("load:counter:0 is \\d+ after \\d+ acknowledged INCRs")
        .contains("load:list:1: entry 7 came 2 times")
        .contains("load:list:2: entry 9 is lost")
        .contains("the transaction: ")
        .contains("the waiting client's reply: null instead of")
        .contains("the transaction on an unchanged key: null instead of [\"PONG\"]")
        .containsPattern("client transaction: \\{id=.* -> nothing")
        .containsPattern("client waiter: \\{.*flags=b.* -> \\{.*flags=N")
        .doesNotContain("client subscriber: ")
        .doesNotContain("the subscriber's message");
  }

  private void round(DumpOptions options) {
    server.dump(options);
    server.shuffle(ShuffleOptions.seeded(3));
    server.restore(options);
  }

  private static List<String> replies(Client client, int count) {
    return IntStream.range(0, count).mapToObj(i -> Replies.string(client.receive())).toList();
  }

  private static String id(Client client, String name) {
    String line =
        client
            .text("CLIENT", "LIST")
            .lines()
            .filter(each -> each.contains(" name=" + name + " "))
            .findFirst()
            .orElseThrow();
    return line.replaceAll("^id=(\\d+) .*", "$1");
  }
}
