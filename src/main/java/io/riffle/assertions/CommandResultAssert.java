package io.riffle.assertions;

import io.riffle.shell.CommandResult;
import java.time.Duration;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a command that ran in a guest. Messages have the command, its exit status, its time
 * and the end of what it wrote.
 *
 * <pre>{@code
 * assertThat(guest.run("criu check", Duration.ofSeconds(5))).succeeds().printed("Looks good");
 * }</pre>
 */
public final class CommandResultAssert extends AbstractAssert<CommandResultAssert, CommandResult> {
  CommandResultAssert(CommandResult result) {
    super(result, CommandResultAssert.class);
  }

  /** Its exit status is 0. */
  public CommandResultAssert succeeds() {
    return endsWith(0);
  }

  /** Its exit status is the given one; 128 + signal if a signal ended it. */
  public CommandResultAssert endsWith(int exitCode) {
    isNotNull();
    if (actual.exitCode() != exitCode) {
      fail("to end with status " + exitCode);
    }
    return this;
  }

  /** Its standard output contains the text. */
  public CommandResultAssert printed(String text) {
    isNotNull();
    if (!actual.output().contains(text)) {
      fail("to print '" + text + "'");
    }
    return this;
  }

  /** Its standard output is the text, blank space at both ends apart. */
  public CommandResultAssert printedExactly(String text) {
    isNotNull();
    if (!actual.output().strip().equals(text.strip())) {
      fail("to print exactly '" + text.strip() + "'");
    }
    return this;
  }

  /** It wrote nothing to its standard error. */
  public CommandResultAssert wroteNoErrors() {
    isNotNull();
    if (!actual.errors().isEmpty()) {
      fail("to write nothing to stderr");
    }
    return this;
  }

  /** It took at most so long, in the guest's own time: scale it by {@code guest.budget(...)}. */
  public CommandResultAssert tookAtMost(Duration limit) {
    isNotNull();
    if (actual.elapsed().compareTo(limit) > 0) {
      fail("to take at most " + limit.toMillis() + " ms");
    }
    return this;
  }

  private void fail(String expectation) {
    failWithMessage(
        "%s",
        "Expected '"
            + actual.command()
            + "'\n"
            + expectation
            + ", but it ended with status "
            + actual.exitCode()
            + " after "
            + actual.elapsed().toMillis()
            + " ms"
            + stream("stdout", actual.output())
            + stream("stderr", actual.errors()));
  }

  private static String stream(String name, String text) {
    return text.isBlank()
        ? "\nand an empty " + name
        : "\n"
            + name
            + ":\n"
            + CompletedAssert.tail(text).stripTrailing().indent(2).stripTrailing();
  }
}
