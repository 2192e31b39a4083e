package io.riffle.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says where a dumped program's shared libraries are. */
final class RootOption {
  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "/",
      description =
          "Folder that the program saw as /, with its shared libraries (default:"
              + " ${DEFAULT-VALUE}).")
  private Path path;

  /** The folder. */
  Path path() {
    return path;
  }
}
