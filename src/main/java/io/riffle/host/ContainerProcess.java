package io.riffle.host;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A tool in the container, run by the engine on behalf of a connection of this JVM. The connection
 * carries the guard's standard input alone: when it ends, the guard kills the command.
 */
final class ContainerProcess implements GuardedProcess {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);

  private final DockerClient engine;
  private final String exec;
  private final Lifeline input = new Lifeline();
  private final Connection connection;
  private final CompletableFuture<Integer> status = new CompletableFuture<>();

  private ContainerProcess(DockerClient engine, String exec, Path output) {
    this.engine = engine;
    this.exec = exec;
    this.connection = new Connection(output);
  }

  /**
   * Starts a command.
   *
   * @param environment variables added to those of the container
   * @param output file that gets both streams, in a folder that the container sees
   */
  static ContainerProcess start(
      DockerClient engine,
      String container,
      List<String> command,
      Path folder,
      Map<String, String> environment,
      Path output)
      throws IOException {
    try {
      String exec =
          engine
              .execCreateCmd(container)
              .withCmd(Guard.of(command, output.toString()).toArray(String[]::new))
              .withWorkingDir(folder.toString())
              .withEnv(
                  environment.entrySet().stream()
                      .map(variable -> variable.getKey() + "=" + variable.getValue())
                      .toList())
              .withAttachStdin(true)
              .withAttachStdout(true)
              .exec()
              .getId();
      ContainerProcess process = new ContainerProcess(engine, exec, output);
      engine.execStartCmd(exec).withStdIn(process.input).exec(process.connection);
      return process;
    } catch (DockerException e) {
      throw new IOException("the container of tools cannot run it: " + e.getMessage(), e);
    }
  }

  /** Ends when the guard has ended, or when the connection is lost or closed. */
  private final class Connection extends ResultCallback.Adapter<Frame> {
    private final Path output;

    Connection(Path output) {
      this.output = output;
    }

    /** What the guard or the engine has to say; the command writes to the file by itself. */
    @Override
    public void onNext(Frame frame) {
      try {
        Files.write(output, frame.getPayload(), StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void onComplete() {
      settle(ANSWER);
      super.onComplete();
    }

    @Override
    public void onError(Throwable why) {
      settle(ANSWER);
      super.onError(why);
    }
  }

  /** Asks the engine how the command ended; soon, since engines forget. */
  private boolean settle(Duration limit) {
    try {
      Long code =
          Awaitility.await()
              .pollInSameThread()
              .pollDelay(Duration.ZERO)
              .pollInterval(POLL)
              .atMost(limit)
              .until(this::exitCode, Objects::nonNull);
      status.complete(code.intValue());
    } catch (ConditionTimeoutException e) {
      return false;
    } catch (RuntimeException e) {
      status.completeExceptionally(e);
    }
    input.close();
    return true;
  }

  private Long exitCode() {
    var answer = engine.inspectExecCmd(exec).exec();
    return answer.isRunning() ? null : answer.getExitCodeLong();
  }

  @Override
  public boolean isAlive() {
    return !status.isDone();
  }

  @Override
  public int exitStatus() {
    if (isAlive()) {
      throw new IllegalThreadStateException("it has not ended");
    }
    try {
      return status.get();
    } catch (ExecutionException e) {
      throw lost(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("it has ended", e);
    }
  }

  private static HostException lost(ExecutionException e) {
    return new HostException("the container of tools is gone: " + e.getCause().getMessage(), e);
  }

  @Override
  public boolean waitFor(Duration limit) throws InterruptedException {
    try {
      status.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw lost(e);
    }
  }

  @Override
  public boolean kill(Duration limit) {
    if (!isAlive()) {
      return true;
    }
    boolean interrupted = Thread.interrupted();
    try {
      // The end of its input is the guard's order to kill.
      connection.close();
      return settle(limit);
    } catch (IOException e) {
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
