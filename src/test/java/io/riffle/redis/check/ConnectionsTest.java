package io.riffle.redis.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final SortedMap<String, String> BEFORE =
      new TreeMap<>(Map.of("one", "{id=1, flags=N}", "two", "{id=2, flags=P}"));

  @Test
  void clientsThatAreLeftAloneDoNotDiffer() {
    assertThat(Connections.compare(BEFORE, new TreeMap<>(BEFORE))).isEmpty();
  }

  @Test
  void anotherNumberAndALostClientAreFound() {
    assertThat(Connections.compare(BEFORE, new TreeMap<>(Map.of("one", "{id=3, flags=N}"))))
        .containsExactly(
            new Difference("client one", "", "{id=1, flags=N}", "{id=3, flags=N}"),
            new Difference("client two", "", "{id=2, flags=P}", "nothing"));
  }
}
