package io.riffle.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands of this machine, each within a time limit. */
public final class Tools {
  private Tools() {}

  /**
   * Runs a command to its end and returns what it printed, both streams together.
   *
   * @param command the executable and its arguments
   * @param folder working directory
   * @param limit how long it may take
   * @throws ToolFailedException if it cannot be started, takes longer or ends with another status
   *     than 0
   */
  public static String run(List<String> command, Path folder, Duration limit) {
    return run(command, folder, Map.of(), limit);
  }

  /** As {@link #run(List, Path, Duration)}, with variables added to the environment. */
  public static String run(
      List<String> command, Path folder, Map<String, String> environment, Duration limit) {
    Path output = null;
    try {
      output = Files.createTempFile("riffle-tool", ".log");
      return run(command, folder, environment, limit, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deleteQuietly(output);
    }
  }

  private static String run(
      List<String> command,
      Path folder,
      Map<String, String> environment,
      Duration limit,
      Path output)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new ToolFailedException(command, "could not be started: " + e.getMessage(), e);
    }
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ToolFailedException(
            command, "took longer than " + limit.toSeconds() + " s", Files.readString(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolFailedException(command, "was interrupted", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String text = new String(Files.readAllBytes(output), java.nio.charset.StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new ToolFailedException(command, "ended with status " + process.exitValue(), text);
    }
    return text;
  }

  private static void deleteQuietly(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A leftover in the temporary folder harms nobody.
    }
  }
}
