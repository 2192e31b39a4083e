package io.riffle.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands on images. */
@Command(
    name = "images",
    description = "Builds and lists the images that guests boot from.",
    mixinStandardHelpOptions = true,
    subcommands = {ImagesBuildCommand.class, ImagesListCommand.class})
final class ImagesCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command: build or list");
  }
}
