package io.riffle.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Files that belong to tools, on this machine or in the container, wherever tools run. */
public final class ToolFiles {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private ToolFiles() {}

  /**
   * Names of what is in a folder.
   *
   * @throws IOException if it cannot be read
   */
  public static List<String> names(Path folder) throws IOException {
    if (Backend.fromEnvironment() == Backend.CONTAINER) {
      return ask("ls", folder).lines().toList();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /**
   * Bytes that change with the content of a file.
   *
   * @throws IOException if it cannot be read
   */
  public static byte[] fingerprint(Path file) throws IOException {
    return Backend.fromEnvironment() == Backend.CONTAINER
        ? ask("sha256sum", file).getBytes(StandardCharsets.UTF_8)
        : Files.readAllBytes(file);
  }

  private static String ask(String program, Path path) throws IOException {
    try {
      return Tools.run(List.of(program, path.toString()), Path.of("/"), LIMIT);
    } catch (ToolFailedException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }
}
