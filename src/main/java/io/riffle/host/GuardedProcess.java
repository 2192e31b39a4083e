package io.riffle.host;

import java.io.IOException;
import java.time.Duration;

/**
 * A running tool that cannot outlive this JVM, with all that it started. A small shell stands
 * between: it holds the reading end of a pipe from the JVM and kills the command's process group
 * when that pipe ends, which it does however the JVM dies; and the command in turn is killed by the
 * kernel if the shell dies (setpriv --pdeathsig).
 */
public sealed interface GuardedProcess permits HostProcess, ContainerProcess {
  /**
   * Starts the builder's command where tools run; its standard input is empty.
   *
   * @param builder with command, folder, environment and where its output goes: in the container,
   *     both streams to one file
   * @throws IOException if no process can be started; a command that does not exist is told by its
   *     exit status 127
   */
  static GuardedProcess start(ProcessBuilder builder) throws IOException {
    return Backend.fromEnvironment() == Backend.CONTAINER
        ? OnlyContainer.get().start(builder)
        : startHere(builder);
  }

  /**
   * As {@link #start}, on this machine in any case.
   *
   * @throws IOException if no process can be started
   */
  static GuardedProcess startHere(ProcessBuilder builder) throws IOException {
    return new HostProcess(builder);
  }

  /** Whether the command runs. */
  boolean isAlive();

  /**
   * Exit status of the command, 128 + signal if a signal ended it.
   *
   * @throws IllegalThreadStateException if it has not ended
   */
  int exitStatus();

  /** Waits for the command's end and tells whether it came within the limit. */
  boolean waitFor(Duration limit) throws InterruptedException;

  /**
   * Kills the command with all that it started and waits until it is gone; at most {@code limit},
   * for a command that is stuck in the kernel dies when the kernel lets it.
   *
   * @return whether it is gone
   */
  boolean kill(Duration limit);
}
