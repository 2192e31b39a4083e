package io.riffle.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Runs commands of this machine, each within a time limit. None outlives this JVM, however that
 * ends.
 */
public final class Tools {
  private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

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
    return run(command, folder, environment, limit, false);
  }

  /** As {@link #run(List, Path, Duration)}, on this machine even if tools run in a container. */
  static String runHere(List<String> command, Path folder, Duration limit) {
    return run(command, folder, Map.of(), limit, true);
  }

  private static String run(
      List<String> command,
      Path folder,
      Map<String, String> environment,
      Duration limit,
      boolean here) {
    Path output = null;
    try {
      output = Files.createTempFile("riffle-tool", ".log");
      return run(command, folder, environment, limit, here, output);
    } catch (IOException e) {
      throw new HostException("cannot keep the output of '" + command.get(0) + "': " + e, e);
    } finally {
      deleteQuietly(output);
    }
  }

  private static String run(
      List<String> command,
      Path folder,
      Map<String, String> environment,
      Duration limit,
      boolean here,
      Path output)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    // Asked first, since the guard would only tell it by a status.
    RequiredTool program = new RequiredTool(command.get(0), "");
    if (!command.get(0).contains("/") && (here ? program.findHere() : program.find()).isEmpty()) {
      throw new ToolFailedException(command, "could not be started: there is no such program", "");
    }
    GuardedProcess process;
    try {
      process = here ? GuardedProcess.startHere(builder) : GuardedProcess.start(builder);
    } catch (IOException e) {
      throw new ToolFailedException(command, "could not be started: " + e.getMessage(), e);
    }
    try {
      if (!process.waitFor(limit)) {
        throw new ToolFailedException(
            command, "took longer than " + limit.toSeconds() + " s", text(output));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolFailedException(command, "was interrupted", e);
    } finally {
      process.kill(KILL_LIMIT);
    }
    if (process.exitStatus() != 0) {
      throw new ToolFailedException(
          command, "ended with status " + process.exitStatus(), text(output));
    }
    return text(output);
  }

  private static String text(Path output) throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
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
