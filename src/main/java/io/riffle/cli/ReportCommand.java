package io.riffle.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands on reports. */
@Command(
    name = "report",
    description = "Joins the reports of shards.",
    mixinStandardHelpOptions = true,
    subcommands = {ReportMergeCommand.class})
final class ReportCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command: merge");
  }
}
