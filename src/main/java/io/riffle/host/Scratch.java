package io.riffle.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A private folder for work that needs files only until it is done. It is deleted with everything
 * in it when it is closed, or when this JVM is ended in the middle, as by Ctrl-C.
 *
 * <pre>{@code
 * try (Scratch scratch = Scratch.create("build")) {
 *   Files.writeString(scratch.path().resolve("main.c"), source);
 * }
 * }</pre>
 */
public final class Scratch implements AutoCloseable {
  /**
   * Each is one more file that a tool, itself about to be ended, made while others were deleted.
   */
  private static final int ATTEMPTS_AT_END = 100;

  private final Path path;
  private final EndHook hook = new EndHook("riffle-scratch-end", this::deleteAtEnd);

  private Scratch(Path path) {
    this.path = path;
  }

  /**
   * Makes a folder where the system keeps temporary files.
   *
   * @param purpose part of its name, for who finds it
   * @throws IOException if it cannot be made
   * @throws HostException if this JVM is about to end
   */
  public static Scratch create(String purpose) throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
    Scratch scratch = new Scratch(Files.createTempDirectory(parent, "riffle-" + purpose + "-"));
    scratch.hook.register();
    return scratch;
  }

  /** The folder, with no link in its path. */
  public Path path() {
    return path;
  }

  private void deleteAtEnd() {
    for (int i = 0; i < ATTEMPTS_AT_END && Files.exists(path); i++) {
      FileTree.deleteIfPossible(path);
    }
  }

  @Override
  public void close() {
    FileTree.deleteIfPossible(path);
    hook.close();
  }
}
