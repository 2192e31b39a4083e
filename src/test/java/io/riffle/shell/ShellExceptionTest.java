package io.riffle.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShellExceptionTest {
  @AfterEach
  void clearFlag() {
    Thread.interrupted();
  }

  static Stream<IOException> interrupts() {
    return Stream.of(
        new IOException("sftp", new IOException("transport", new InterruptedException())),
        new ClosedByInterruptException());
  }

  @ParameterizedTest
  @MethodSource("interrupts")
  void interruptIsToldFromABrokenConnectionAndKept(IOException cause) {
    assertThat(ShellException.of("x", cause)).isInstanceOf(ShellException.Interrupted.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void timeoutIsNoInterrupt() {
    assertThat(ShellException.of("x", new SocketTimeoutException("late")))
        .isNotInstanceOf(ShellException.Interrupted.class)
        .hasMessage("x");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
