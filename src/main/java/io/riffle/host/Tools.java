package io.riffle.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    // Asked first, since the guard would only tell it by a status.
    require(command, new RequiredTool(command.get(0), "").find());
    return run(command, folder, environment, limit, GuardedProcess::start);
  }

  /** As {@link #run(List, Path, Duration)}, on this machine even if tools run in a container. */
  static String runHere(List<String> command, Path folder, Duration limit) {
    require(command, new RequiredTool(command.get(0), "").findHere());
    return run(command, folder, Map.of(), limit, GuardedProcess::startHere);
  }

  private static void require(List<String> command, Optional<Path> program) {
    if (!command.get(0).contains("/") && program.isEmpty()) {
      throw new ToolFailedException(command, "could not be started: there is no such program", "");
    }
  }

  /** Starts a process. */
  @FunctionalInterface
  interface Starter {
    /** Starts it as {@link GuardedProcess#start} does. */
    GuardedProcess start(ProcessBuilder builder) throws IOException;
  }

  /** As {@link #run(List, Path, Duration)}, started as given. */
  static String run(
      List<String> command,
      Path folder,
      Map<String, String> environment,
      Duration limit,
      Starter starter) {
    try (Scratch scratch = Scratch.create("tool")) {
      return run(command, folder, environment, limit, starter, scratch.path().resolve("output"));
    } catch (IOException e) {
      throw new HostException("cannot keep the output of '" + command.get(0) + "': " + e, e);
    }
  }

  private static String run(
      List<String> command,
      Path folder,
      Map<String, String> environment,
      Duration limit,
      Starter starter,
      Path output)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    GuardedProcess process;
    try {
      process = starter.start(builder);
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
      throw new ToolFailedException(command, process.exitStatus(), text(output));
    }
    return text(output);
  }

  private static String text(Path output) throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
  }
}
