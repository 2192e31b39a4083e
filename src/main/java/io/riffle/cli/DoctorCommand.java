package io.riffle.cli;

import io.riffle.host.Home;
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
      "Exit status: 0 nothing is missing, 3 something is.",
      "",
      "Examples:",
      "  riffle doctor",
      "  riffle doctor --install",
      "  riffle doctor --json"
    })
final class DoctorCommand implements Callable<Integer> {
  private final HostSetup setup;
  private final Home home;

  @Spec private CommandSpec spec;

  @Option(names = "--install", description = "Install what is missing, as root or through sudo.")
  private boolean install;

  @Option(names = "--json", description = "Print what was found as JSON.")
  private boolean json;

  DoctorCommand() {
    this(Requirements.hostSetup(), Home.fromEnvironment());
  }

  DoctorCommand(HostSetup setup, Home home) {
    this.setup = setup;
    this.home = home;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (install) {
      setup.install(spec.commandLine().getErr()::println);
    }
    DoctorReport report = new Doctor(setup, home).examine();
    out.println(json ? Json.of(report) : DoctorText.of(report));
    return report.isComplete() ? ExitCode.OK : ExitCode.INFRASTRUCTURE;
  }
}
