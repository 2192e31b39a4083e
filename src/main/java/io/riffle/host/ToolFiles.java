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

  /** Readable, since apt leaves being root for downloads. */
  private static final String MAKE_SCRATCH =
      "folder=$(mktemp -d /var/tmp/riffle.XXXXXX) && chmod 755 $folder && echo $folder";

  private ToolFiles() {}

  /**
   * A new folder for files that only tools touch: links, devices and owners are kept there as Linux
   * has them, and names that differ in case alone. It is in {@code folder}, or on the container's
   * own disk, since folders of other systems that a container sees have no such files.
   *
   * @throws IOException if it cannot be made
   */
  public static Path scratch(Path folder) throws IOException {
    return inContainer()
        ? Path.of(ask(List.of("sh", "-c", MAKE_SCRATCH), folder).strip())
        : Files.createDirectory(folder.resolve("scratch"));
  }

  /**
   * Names of what is in a folder.
   *
   * @throws IOException if it cannot be read
   */
  public static List<String> names(Path folder) throws IOException {
    if (inContainer()) {
      return ask("ls", folder).lines().toList();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /**
   * All files at any depth below a folder whose names have the ending.
   *
   * @throws IOException if it cannot be read
   */
  public static List<Path> below(Path folder, String ending) throws IOException {
    if (inContainer()) {
      List<String> find = List.of("find", folder.toString(), "-name", "*" + ending);
      return ask(find, folder).lines().map(Path::of).toList();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  /**
   * Content of a small file of text.
   *
   * @throws IOException if it cannot be read
   */
  public static String text(Path file) throws IOException {
    return inContainer() ? ask("cat", file) : Files.readString(file);
  }

  /**
   * Bytes that change with the content of a file.
   *
   * @throws IOException if it cannot be read
   */
  public static byte[] fingerprint(Path file) throws IOException {
    return inContainer()
        ? ask("sha256sum", file).getBytes(StandardCharsets.UTF_8)
        : Files.readAllBytes(file);
  }

  private static boolean inContainer() {
    return Backend.fromEnvironment() == Backend.CONTAINER;
  }

  private static String ask(String program, Path path) throws IOException {
    return ask(List.of(program, path.toString()), path);
  }

  private static String ask(List<String> command, Path path) throws IOException {
    try {
      return Tools.run(command, Path.of("/"), LIMIT);
    } catch (ToolFailedException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }
}
