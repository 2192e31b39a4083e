package io.riffle.redis.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyCheckTest {
  private static final List<String> EXPECTED = List.of("1", "2", "3", "4");

  @Test
  void repliesInOrderAreFine() {
    assertThat(ReplyCheck.problems(EXPECTED, EXPECTED)).isEmpty();
  }

  @Test
  void aSwappedPairIsFound() {
    assertThat(ReplyCheck.problems(EXPECTED, List.of("1", "3", "2", "4")))
        .containsExactly("reply 2 is 3 instead of 2", "reply 3 is 2 instead of 3");
  }

  @Test
  void aLostAndADoubledReplyAreFound() {
    assertThat(ReplyCheck.problems(EXPECTED, List.of("1", "2", "2", "4")))
        .containsExactly("reply 2 came 2 times", "reply 3 is lost");
  }

  @Test
  void aReplyThatNobodyAskedForIsFound() {
    assertThat(ReplyCheck.problems(EXPECTED, List.of("1", "2", "3", "4", "5")))
        .containsExactly("1 too many");
  }
}
