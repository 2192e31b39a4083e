package io.riffle.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A JVM of its own that runs a tool, to be killed. */
final class ToolInOtherJvm {
  private ToolInOtherJvm() {}

  /** Runs the script of the first argument in the folder of the second. */
  public static void main(String[] arguments) {
    Tools.run(List.of("sh", "-c", arguments[0]), Path.of(arguments[1]), Duration.ofMinutes(10));
  }
}
