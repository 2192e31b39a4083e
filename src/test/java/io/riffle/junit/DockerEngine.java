package io.riffle.junit;

import io.riffle.host.Docker;
import io.riffle.host.HostSetup;
import io.riffle.host.RequiredTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A Docker engine: the one that answers here, or in CI one that is installed and started for the
 * test. It is started without a bridge and without rules, so that the host's network stays as it
 * is.
 */
final class DockerEngine implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration END = Duration.ofSeconds(30);

  private final Optional<Process> daemon;
  private final Path exec;
  private final Map<String, String> environment = new TreeMap<>();

  private DockerEngine(Optional<Process> daemon, Path exec, Optional<Path> socket) {
    this.daemon = daemon;
    this.exec = exec;
    socket.ifPresent(path -> environment.put("DOCKER_HOST", "unix://" + path));
    // There may be no registry to take Testcontainers' own helpers from.
    environment.put("TESTCONTAINERS_RYUK_DISABLED", "true");
    environment.put("TESTCONTAINERS_CHECKS_DISABLE", "true");
    environment.put("TESTCONTAINERS_HOST_OVERRIDE", "127.0.0.1");
  }

  /** Skips the test where there is none; in CI starts one instead. */
  static DockerEngine find(Path data, Path folder) throws IOException {
    Optional<String> obstacle = Docker.obstacle();
    if (obstacle.isEmpty()) {
      return new DockerEngine(Optional.empty(), data, Optional.empty());
    }
    Assumptions.assumeTrue(
        "true".equals(System.getenv("CI")), obstacle.get() + " (with CI=true one is started)");
    new HostSetup(List.of(new RequiredTool("dockerd", "docker.io"))).install(System.out::println);
    Path socket = folder.resolve("docker.sock");
    Path exec = Files.createDirectories(data.resolveSibling("docker-exec"));
    Process daemon =
        new ProcessBuilder(
                "dockerd",
                "--data-root=" + Files.createDirectories(data),
                "--exec-root=" + exec,
                "--pidfile=" + folder.resolve("pid"),
                "--host=unix://" + socket,
                "--bridge=none",
                "--iptables=false",
                "--ip-forward=false")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("dockerd.log").toFile())
            .start();
    Awaitility.await("dockerd's socket")
        .atMost(START)
        .until(() -> Files.exists(socket) || !daemon.isAlive());
    if (!daemon.isAlive()) {
      throw new IOException("dockerd ended: " + Files.readString(folder.resolve("dockerd.log")));
    }
    return new DockerEngine(Optional.of(daemon), exec, Optional.of(socket));
  }

  /** What programs need in their environment to find it. */
  Map<String, String> environment() {
    return environment;
  }

  @Override
  public void close() {
    daemon.ifPresent(
        process -> {
          process.destroy();
          try {
            if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
              process.destroyForcibly();
            }
            // It leaves a mount, which would keep the folder from being deleted.
            new ProcessBuilder("umount", exec.resolve("netns/default").toString())
                .redirectErrorStream(true)
                .start()
                .waitFor();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
          }
        });
  }
}
