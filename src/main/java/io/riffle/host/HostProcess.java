package io.riffle.host;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A tool of this machine. */
final class HostProcess implements GuardedProcess {
  private final Process guard;

  /** Starts it. */
  HostProcess(ProcessBuilder builder) throws IOException {
    // setsid: Ctrl-C on the terminal must reach Riffle first, which then ends all in order.
    List<String> words = new ArrayList<>(List.of("setsid"));
    words.addAll(Guard.of(builder.command()));
    guard = builder.command(words).redirectInput(ProcessBuilder.Redirect.PIPE).start();
  }

  @Override
  public boolean isAlive() {
    return guard.isAlive();
  }

  @Override
  public int exitStatus() {
    return guard.exitValue();
  }

  @Override
  public boolean waitFor(Duration limit) throws InterruptedException {
    return guard.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
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
