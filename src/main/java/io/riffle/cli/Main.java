package io.riffle.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code riffle} command; all it does itself is to find the subcommand. */
@Command(
    name = "riffle",
    description =
        "Boots guests, dumps, shuffles and restores programs in them, checks the results.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    subcommands = {
      DoctorCommand.class,
      ImagesCommand.class,
      BootCommand.class,
      RunCommand.class,
      ReportCommand.class,
      ShuffleCommand.class,
      SoakCommand.class,
      InspectCommand.class,
      EntropyCommand.class,
      LayoutCommand.class,
      BenchCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  riffle doctor --install            install what this machine lacks",
      "  riffle images build                build the guests' images",
      "  riffle run                         the whole ladder of all workloads, class S",
      "  riffle boot aarch64                a guest to log in to",
      "  riffle shuffle images/ ep --seed 7 shuffle a dumped program on this machine",
      "",
      "Exit status: 0 all is right, 1 a check failed, 2 wrong usage, 3 this machine or a",
      "guest was in the way.",
      "RIFFLE_HOME names the folder for built images and workloads (default ~/.cache/riffle);",
      "RIFFLE_DEBUG=1 adds the stack trace to an error."
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  /** Runs the command line and ends the JVM with its {@link ExitCode}. */
  public static void main(String... arguments) {
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    System.exit(run(out, err, arguments));
  }

  /**
   * Runs a command line.
   *
   * @param out gets results
   * @param err gets errors
   * @return the {@link ExitCode}
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine(new CommandLine(new Main()), out, err).execute(arguments);
  }

  /** Gives a command line Riffle's manners: where it prints, and how it tells errors. */
  static CommandLine commandLine(CommandLine line, PrintWriter out, PrintWriter err) {
    ErrorHandler errors = new ErrorHandler();
    return line.setOut(out)
        .setErr(err)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(errors)
        .setParameterExceptionHandler(errors);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command: " + commands());
  }

  private String commands() {
    return String.join(", ", spec.subcommands().keySet());
  }
}
