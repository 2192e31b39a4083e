package io.riffle.cli;

import io.riffle.host.HostSetup;
import io.riffle.setup.Requirements;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells whether this machine has what Riffle needs, and mends it. */
@Command(
    name = "doctor",
    description = "Shows what this machine has, what it lacks, and the one line that mends it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status 3 if something is missing.",
      "",
      "Examples:",
      "  riffle doctor",
      "  riffle doctor --install",
      "  riffle doctor --json"
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--install", description = "install what is missing, as root or through sudo")
  private boolean install;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    HostSetup setup = Requirements.hostSetup();
    if (install) {
      setup.install(out::println);
    }
    setup.command().ifPresentOrElse(out::println, () -> out.println("nothing is missing"));
    return setup.missing().isEmpty() ? ExitCode.OK : ExitCode.INFRASTRUCTURE;
  }
}
