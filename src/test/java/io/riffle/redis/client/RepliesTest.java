package io.riffle.redis.client;

import static io.riffle.redis.client.FakeRedis.bulk;
import static io.riffle.redis.client.FakeRedis.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTest {
  @Test
  void theClockIsTheFirstOfTwoNumbers() throws IOException {
    try (FakeRedis redis = clock(list(bulk("1700000000"), bulk("5")));
        Client client = redis.connect()) {
      assertThat(client.seconds()).isEqualTo(1_700_000_000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"*0\r\n", "$-1\r\n", "+OK\r\n", "*1\r\n$3\r\nx7?\r\n", "*-7\r\n"})
  void aClockThatIsNoneIsAnOddReply(String reply) throws IOException {
    try (FakeRedis redis = clock(reply);
        Client client = redis.connect()) {
      assertThatThrownBy(client::seconds).isInstanceOf(OddReplyException.class);
    }
  }

  @Test
  void anErrorAmongCommandsThatMayNotFailIsOne() throws IOException {
    try (FakeRedis redis = clock("-ERR no time\r\n");
        Client client = redis.connect()) {
      assertThatThrownBy(() -> client.pipelineAll(List.of(Command.of("TIME"))))
          .isInstanceOf(OddReplyException.class)
          .hasMessage("redis refuses \"TIME\": ERR no time");
    }
  }

  @Test
  void bytesAreNoNumber() {
    byte[] bytes = {'a', 0, 'b'};

    assertThat(Replies.bytes(bytes)).isSameAs(bytes);
    assertThatThrownBy(() -> Replies.bytes(7L))
        .isInstanceOf(OddReplyException.class)
        .hasMessage("the reply 7 is no string of bytes");
  }

  private static FakeRedis clock(String reply) throws IOException {
    return FakeRedis.answering(Map.of("TIME", reply), other -> "-ERR " + other + "\r\n");
  }
}
