package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.HostException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;

class ErrorHandlerTest {
  @Command(name = "riffle")
  private record Failing(Exception failure) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw failure;
    }
  }

  private static Stream<Arguments> infrastructure() {
    return Stream.of(
        Arguments.of(new HostException("the disk is full: free space"), "the disk is full"),
        Arguments.of(new NoSuchFileException("/a/b"), "no such file: /a/b"),
        Arguments.of(new AccessDeniedException("/a/b"), "permission denied: /a/b"),
        Arguments.of(new UncheckedIOException(new IOException("broken")), "riffle: broken"),
        Arguments.of(new IOException(), "java.io.IOException"),
        Arguments.of(new IllegalStateException("odd"), "internal error: "),
        Arguments.of(new IllegalStateException("odd"), "RIFFLE_DEBUG=1"));
  }

  @ParameterizedTest
  @MethodSource("infrastructure")
  void whatIsNotTheProgramsFaultIsInfrastructure(Exception failure, String message) {
    CommandRun run = CommandRun.ofCommand(new Failing(failure));
    assertThat(run.exitCode()).isEqualTo(ExitCode.INFRASTRUCTURE);
    assertThat(run.err()).contains(message).doesNotContain("\tat ");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void whatWasRefusedIsAFailedCheck() {
    CommandRun run =
        CommandRun.ofCommand(new Failing(new RefusedException(new IOException("no layout"))));
    assertThat(run.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(run.err()).isEqualTo("riffle: no layout" + System.lineSeparator());
  }
}
