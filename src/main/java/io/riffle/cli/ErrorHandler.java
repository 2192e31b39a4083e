package io.riffle.cli;

import io.riffle.flow.StepFailedException;
import io.riffle.guest.GuestException;
import io.riffle.host.HostException;
import io.riffle.shell.ShellException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells errors: one message without a stack trace, and the exit status that says whose it is. */
final class ErrorHandler implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final String DEBUG = "RIFFLE_DEBUG";
  private static final List<Class<? extends Exception>> INFRASTRUCTURE =
      List.of(HostException.class, GuestException.class, ShellException.class, IOException.class);

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("riffle: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("See " + line.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    Exception cause = e instanceof UncheckedIOException io ? io.getCause() : e;
    PrintWriter err = line.getErr();
    if (cause instanceof StepFailedException || cause instanceof RefusedException) {
      err.println("riffle: " + message(cause));
      trace(cause, err);
      return ExitCode.CHECK_FAILED;
    }
    if (INFRASTRUCTURE.stream().anyMatch(kind -> kind.isInstance(cause))) {
      err.println("riffle: " + message(cause));
    } else {
      err.println("riffle: internal error: " + cause + " (" + DEBUG + "=1 shows where)");
    }
    trace(cause, err);
    return ExitCode.INFRASTRUCTURE;
  }

  private static void trace(Exception e, PrintWriter err) {
    if ("1".equals(System.getenv(DEBUG))) {
      e.printStackTrace(err);
    }
  }

  /** The exceptions of java.nio often say no more than a path. */
  private static String message(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "no such file: " + e.getMessage();
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied: " + e.getMessage();
    }
    if (e instanceof FileSystemException || e.getMessage() != null) {
      return e.getMessage();
    }
    return e.toString();
  }
}
