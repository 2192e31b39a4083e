package io.riffle.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that says where a dumped program's shared libraries are. */
final class RootOption {
  @Option(
      names = "--root",
      paramLabel = "DIR",
      description = "Folder that the program saw as /, with its shared libraries (default: /).")
  private Path path;

  /**
   * The folder.
   *
   * @param spec the command that has the option
   * @throws ParameterException if it is no folder
   */
  Path path(CommandSpec spec) {
    Path root = Optional.ofNullable(path).orElse(Path.of("/"));
    if (!Files.isDirectory(root)) {
      throw new ParameterException(
          spec.commandLine(),
          "--root '" + root + "' is no folder: give the one that the program saw as /");
    }
    return root;
  }

  /**
   * Checks that it is not given where nothing is looked for below it.
   *
   * @param spec the command that has the option
   * @param why why nothing is, and the way out
   * @throws ParameterException if it is given
   */
  void refuse(CommandSpec spec, String why) {
    if (path != null) {
      throw new ParameterException(spec.commandLine(), "--root is not used " + why);
    }
  }
}
