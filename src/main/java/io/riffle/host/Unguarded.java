package io.riffle.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Commands of this machine that are not ended with this JVM, and that need nothing else of the
 * machine.
 */
final class Unguarded {
  private Unguarded() {}

  /**
   * Runs a command to its end and returns what it printed, both streams together.
   *
   * @param late gets a command that has not ended in time
   * @throws ToolFailedException if it cannot be started, takes longer or ends with another status
   *     than 0
   */
  static String run(List<String> command, Duration limit, Consumer<Process> late) {
    try {
      Path output = Files.createTempFile("riffle-command", ".log");
      try {
        run(command, limit, late, output);
        return Files.readString(output);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(List<String> command, Duration limit, Consumer<Process> late, Path output)
      throws IOException {
    Process process = start(command, output);
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        late.accept(process);
        throw new ToolFailedException(
            command, "took longer than " + limit.toSeconds() + " s", Files.readString(output));
      }
    } catch (InterruptedException e) {
      late.accept(process);
      Thread.currentThread().interrupt();
      throw new ToolFailedException(command, "was interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw new ToolFailedException(
          command, "ended with status " + process.exitValue(), Files.readString(output));
    }
  }

  private static Process start(List<String> command, Path output) {
    try {
      return new ProcessBuilder(command)
          .redirectInput(Path.of("/dev/null").toFile())
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
    } catch (IOException e) {
      throw new ToolFailedException(command, "could not be started: " + e.getMessage(), e);
    }
  }
}
