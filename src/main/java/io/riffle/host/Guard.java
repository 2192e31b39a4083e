package io.riffle.host;

import java.util.ArrayList;
import java.util.List;

/** The shell between this JVM and a tool. */
final class Guard {
  /**
   * The command gets a session of its own, so that one signal reaches all that it starts. It is
   * named besides its group because the group is there only after setsid has run.
   */
  private static final String SCRIPT =
      """
      exec 3<&0
      setsid setpriv --pdeathsig KILL -- "$@" </dev/null 3<&- %s &
      command=$!
      exec 2>/dev/null
      { read -r _ <&3; kill -9 -$command $command; } &
      watcher=$!
      exec 3<&-
      wait $command
      status=$?
      kill -9 $watcher
      exit $status
      """;

  private Guard() {}

  /** Guards a command that writes where the guard does. */
  static List<String> of(List<String> command) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", SCRIPT.formatted(""), "riffle-guard"));
    words.addAll(command);
    return words;
  }

  /**
   * Guards a command that writes to a file. The guard keeps its own output open, so that the end of
   * that is the command's end, and says there if it cannot open the file.
   */
  static List<String> of(List<String> command, String output) {
    String script = "out=$1; shift; exec 2>&1\n" + SCRIPT.formatted(">\"$out\" 2>&1");
    List<String> words = new ArrayList<>(List.of("sh", "-c", script, "riffle-guard", output));
    words.addAll(command);
    return words;
  }
}
