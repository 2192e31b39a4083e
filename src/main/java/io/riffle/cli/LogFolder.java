package io.riffle.cli;

import io.riffle.host.FileTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder for logs, which stays if what they tell of fails. */
final class LogFolder {
  private LogFolder() {}

  /** What writes logs. */
  interface Work {
    void into(Path folder) throws IOException;
  }

  /**
   * Works with a new folder, and deletes it unless the work throws.
   *
   * @param name how the folder's name begins
   * @param err is told where the logs are that stay
   */
  static void with(String name, PrintWriter err, Work work) throws IOException {
    Path folder = Files.createTempDirectory(name);
    try {
      work.into(folder);
    } catch (IOException | RuntimeException | Error e) {
      tell(folder, err);
      throw e;
    }
    FileTree.deleteIfPossible(folder);
  }

  /** Says that the folder stays. */
  static void tell(Path folder, PrintWriter err) {
    err.println("riffle: logs of what failed: " + folder);
  }
}
