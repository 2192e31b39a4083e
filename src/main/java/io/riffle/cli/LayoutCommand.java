package io.riffle.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands on the layout data that a binary carries. */
@Command(
    name = "layout",
    description = "Attaches and shows the frame layout that a binary carries.",
    mixinStandardHelpOptions = true,
    subcommands = {LayoutAttachCommand.class, LayoutShowCommand.class})
final class LayoutCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command: attach or show");
  }
}
