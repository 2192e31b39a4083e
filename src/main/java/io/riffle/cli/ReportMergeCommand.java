package io.riffle.cli;

import io.riffle.host.HostException;
import io.riffle.report.ReportDirectory;
import io.riffle.report.ReportFormatException;
import io.riffle.report.ReportMerge;
import io.riffle.report.RunReport;
import io.riffle.report.TextSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riffle report merge}: joins the reports of a plan's shards. */
@Command(
    name = "merge",
    description = {
      "Joins the reports of all shards of one plan into one, with their logs.",
      "Exits as the whole plan would have in one run.",
    },
    mixinStandardHelpOptions = true)
final class ReportMergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "The shards' reports: directories that have a report.json.")
  private List<Path> directories;

  @Option(
      names = "--reports",
      paramLabel = "DIR",
      defaultValue = "reports",
      description = "Where the joined report goes (default: ${DEFAULT-VALUE}).")
  private Path reports;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      ReportDirectory directory = ReportDirectory.create(reports);
      RunReport whole = ReportMerge.merge(directories, command(), directory);
      out.print(TextSummary.of(whole));
      out.println("report: " + directory.path().resolve("index.html"));
      out.flush();
      return RunCommand.exitCode(whole);
    } catch (NoSuchFileException e) {
      throw new ParameterException(
          spec.commandLine(), e.getFile() + " is not there: name the directories of reports", e);
    } catch (ReportFormatException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (IOException e) {
      throw new HostException("cannot join the reports: " + e, e);
    }
  }

  private String command() {
    return "./riffle report merge "
        + String.join(" ", directories.stream().map(Path::toString).toList());
  }
}
