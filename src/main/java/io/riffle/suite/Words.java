package io.riffle.suite;

import io.riffle.host.Quoting;
import java.nio.file.Path;

/** Words of a command line that can be pasted into a shell. */
final class Words {
  private Words() {}

  /** An option and its argument, with a space before it. */
  static String option(String name, Path argument) {
    return option(name, argument.toString());
  }

  /** An option and its argument, with a space before it. */
  static String option(String name, String argument) {
    return " " + name + " " + Quoting.word(argument);
  }
}
