package io.riffle.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Signal;

/**
 * One command on a channel of its own. Whatever comes between it and its end, the channel is closed
 * and the command killed with its process group; what it put into another session lives on.
 */
final class CommandRun {
  private static final int SIGNAL_BASE = 128;
  private static final long CLOSE_LIMIT_MS = 10_000;

  private final String command;
  private final long start = System.nanoTime();
  private final Duration limit;
  private final int outputLimit;

  CommandRun(String command, Duration limit, int outputLimit) {
    this.command = command;
    this.limit = limit;
    this.outputLimit = outputLimit;
  }

  CommandResult on(SSHClient client) {
    try {
      return run(client, client.startSession());
    } catch (TimeoutException e) {
      throw new ShellException.TimedOut(
          "'" + command + "' did not end within " + limit.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ShellException.Interrupted("interrupted in '" + command + "'", e);
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } catch (IOException e) {
      throw ShellException.of(said(e), e);
    } catch (IllegalStateException e) {
      // So the library says that the connection was already known to be gone.
      throw failed(e);
    }
  }

  private ShellException failed(Throwable cause) {
    return cause instanceof OutputDrain.TooLong
        ? new ShellException.TooMuchOutput(
            "'" + command + "' wrote " + cause.getMessage() + " and was ended: let it write less")
        : new ShellException(said(cause), cause);
  }

  private String said(Throwable cause) {
    return "the connection failed in '" + command + "': " + cause.getMessage();
  }

  private CommandResult run(SSHClient client, Session session)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    OutputDrain errors = null;
    boolean ended = false;
    try {
      Session.Command running = session.exec(Announcement.before(command));
      OutputDrain output = OutputDrain.start(running.getInputStream(), outputLimit);
      errors = OutputDrain.start(running.getErrorStream(), outputLimit);
      both(output.text(), errors.text()).get(left(), TimeUnit.MILLISECONDS);
      awaitStatus(running);
      CommandResult result =
          new CommandResult(
              command,
              exitCode(running),
              output.text().get(),
              Announcement.strip(errors.text().get()),
              Duration.ofNanos(System.nanoTime() - start));
      ended = true;
      return result;
    } finally {
      if (ended) {
        session.close();
      } else {
        String said = errors == null ? "" : errors.soFar();
        abandon(client, session, Announcement.pid(said));
      }
    }
  }

  /** Ends with the last of the two, or with the first that fails. */
  private static CompletableFuture<Void> both(
      CompletableFuture<String> output, CompletableFuture<String> errors) {
    CompletableFuture<Void> both = CompletableFuture.allOf(output, errors);
    failWith(both, output);
    failWith(both, errors);
    return both;
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private static void failWith(CompletableFuture<Void> both, CompletableFuture<String> one) {
    one.whenComplete(
        (text, failure) -> {
          if (failure != null) {
            both.completeExceptionally(failure);
          }
        });
  }

  private void awaitStatus(Session.Command running) throws IOException, TimeoutException {
    try {
      running.join(left(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      // It closed its streams and runs on.
      if (e.getCause() instanceof TimeoutException timeout) {
        throw timeout;
      }
      throw e;
    }
  }

  private long left() {
    return Math.max(1, limit.minusNanos(System.nanoTime() - start).toMillis());
  }

  private int exitCode(Session.Command ended) throws IOException {
    Integer status = ended.getExitStatus();
    if (status != null) {
      return status;
    }
    Signal signal = ended.getExitSignal();
    if (signal != null) {
      return SIGNAL_BASE + Signals.number(signal);
    }
    throw new IOException("the connection was lost before the command's status came");
  }

  /** On a thread of its own, since both wait for answers that may never come. */
  private static void abandon(SSHClient client, Session session, Optional<Long> pid) {
    Thread closer =
        new Thread(
            () -> {
              try (session) {
                if (pid.isPresent()) {
                  kill(client, pid.get());
                }
              } catch (IOException | IllegalStateException e) {
                // The connection is gone.
              }
            },
            "ssh-close");
    closer.setDaemon(true);
    closer.start();
    boolean interrupted = Thread.interrupted();
    try {
      closer.join(CLOSE_LIMIT_MS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void kill(SSHClient client, long pid) throws IOException {
    try (Session session = client.startSession()) {
      session.exec(Announcement.killing(pid)).join(CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS);
    }
  }
}
