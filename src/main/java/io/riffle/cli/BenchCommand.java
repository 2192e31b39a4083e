package io.riffle.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmarks of Riffle itself. */
@Command(
    name = "bench",
    description = "Measures Riffle itself.",
    mixinStandardHelpOptions = true,
    subcommands = {BenchBootCommand.class, BenchShuffleCommand.class})
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name a benchmark: " + String.join(", ", spec.subcommands().keySet()));
  }
}
