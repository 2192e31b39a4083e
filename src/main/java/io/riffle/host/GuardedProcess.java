package io.riffle.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A running local command that cannot outlive this JVM, with all that it started. A small shell
 * stands between: it holds the reading end of a pipe from the JVM and kills the command's process
 * group when that pipe ends, which it does however the JVM dies; and the command in turn is killed
 * by the kernel if the shell dies (setpriv --pdeathsig).
 */
public final class GuardedProcess {
  /**
   * The command gets a session of its own, so that one signal reaches all that it starts. It is
   * named besides its group because the group is there only after setsid has run.
   */
  private static final String GUARD =
      """
      exec 3<&0
      setsid setpriv --pdeathsig KILL -- "$@" </dev/null 3<&- &
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

  private final Process guard;

  private GuardedProcess(Process guard) {
    this.guard = guard;
  }

  /**
   * Starts the builder's command, whose standard input is empty.
   *
   * @param builder with command, folder, environment and where its output goes
   * @throws IOException if no process can be started; a command that does not exist is told by its
   *     exit status 127
   */
  public static GuardedProcess start(ProcessBuilder builder) throws IOException {
    return Backend.fromEnvironment() == Backend.CONTAINER
        ? startInContainer(builder)
        : startHere(builder);
  }

  /** The guard runs inside, too; the end of its standard input reaches it through docker. */
  private static GuardedProcess startInContainer(ProcessBuilder builder) throws IOException {
    Map<String, String> added = new TreeMap<>(builder.environment());
    added.entrySet().removeAll(System.getenv().entrySet());
    Path folder =
        builder.directory() == null ? Path.of("/") : builder.directory().toPath().toAbsolutePath();
    List<String> guarded = guarded(builder.command());
    // Docker starts a session by itself; there setsid would only fork and end.
    List<String> inside = guarded.subList(1, guarded.size());
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(ToolContainer.running().wrap(inside, folder, added));
    // It is one of the container's, which this machine perhaps has not.
    builder.directory(null);
    return new GuardedProcess(
        builder.command(words).redirectInput(ProcessBuilder.Redirect.PIPE).start());
  }

  /**
   * As {@link #start}, on this machine in any case.
   *
   * @throws IOException if no process can be started
   */
  public static GuardedProcess startHere(ProcessBuilder builder) throws IOException {
    List<String> guarded = guarded(builder.command());
    return new GuardedProcess(
        builder.command(guarded).redirectInput(ProcessBuilder.Redirect.PIPE).start());
  }

  private static List<String> guarded(List<String> command) {
    // setsid: Ctrl-C on the terminal must reach Riffle first, which then ends all in order.
    List<String> words = new ArrayList<>(List.of("setsid", "sh", "-c", GUARD, "riffle-guard"));
    words.addAll(command);
    return words;
  }

  /** Process number of the guard, whose child the command is. */
  public long pid() {
    return guard.pid();
  }

  /** Whether the command runs. */
  public boolean isAlive() {
    return guard.isAlive();
  }

  /**
   * Exit status of the command, 128 + signal if a signal ended it.
   *
   * @throws IllegalThreadStateException if it has not ended
   */
  public int exitStatus() {
    return guard.exitValue();
  }

  /** Waits for the command's end and tells whether it came within the limit. */
  public boolean waitFor(Duration limit) throws InterruptedException {
    return guard.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Kills the command with all that it started and waits until it is gone; at most {@code limit},
   * for a command that is stuck in the kernel dies when the kernel lets it.
   *
   * @return whether it is gone
   */
  public boolean kill(Duration limit) {
    boolean interrupted = Thread.interrupted();
    boolean gone = false;
    try {
      // The end of the pipe is the guard's order to kill.
      guard.getOutputStream().close();
      gone = waitFor(limit);
    } catch (IOException e) {
      // Then the guard's own end is the order.
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      guard.destroyForcibly();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return gone;
  }
}
