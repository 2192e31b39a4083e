package io.riffle.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class OutputDrainTest {
  @Test
  void readsUpToTheLimit() throws Exception {
    assertThat(drain("h\u00e4lfte", 7).text().get()).isEqualTo("h\u00e4lfte");
    assertThat(drain("", 0).text().get()).isEmpty();
  }

  @Test
  void endsBeyondTheLimitWithoutReadingOn() {
    OutputDrain drain =
        OutputDrain.start(
            new InputStream() {
              @Override
              public int read() {
                return 'y';
              }
            },
            1 << 20);

    assertThatThrownBy(() -> drain.text().get())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(OutputDrain.TooLong.class)
        .hasMessageContaining("1048576");
    assertThat(drain.soFar().length()).isLessThanOrEqualTo(1 << 20);
  }

  @Test
  void failureOfTheStreamIsPassedOn() {
    OutputDrain drain =
        OutputDrain.start(
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("gone");
              }
            },
            10);

    assertThatThrownBy(() -> drain.text().get()).hasMessageContaining("gone");
  }

  private static OutputDrain drain(String text, int limit) {
    return OutputDrain.start(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), limit);
  }
}
