package io.riffle.shell;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line that each command writes to its standard error: the process number of its shell,
 * which leads its session. It is what makes a command killable, since sshd refuses to pass signals
 * on to what root runs.
 */
final class Announcement {
  private static final Pattern LINE = Pattern.compile("\\A([0-9]{1,9})\\R");

  private Announcement() {}

  /** The command with the announcement before it, on a line of its own lest it share its errors. */
  static String before(String command) {
    return "echo $$ >&2\n" + command;
  }

  /** The announced process number. */
  static Optional<Long> pid(String errors) {
    Matcher line = LINE.matcher(errors);
    return line.find() ? Optional.of(Long.valueOf(line.group(1))) : Optional.empty();
  }

  /** The errors of the command itself. */
  static String strip(String errors) {
    return LINE.matcher(errors).replaceFirst("");
  }

  /** The command that kills all of the announced one's process group. */
  static String killing(long pid) {
    return "kill -9 -- -" + pid;
  }
}
