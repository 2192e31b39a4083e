package io.riffle.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.Docker;
import io.riffle.host.HostSetup;
import io.riffle.host.RequiredTool;
import io.riffle.host.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A Docker engine: the one that answers here, or in CI one that is installed and started for the
 * test, with a base image where there may be no registry. It makes no rules; what the host's
 * network is given for it is taken away when it ends.
 */
final class DockerEngine implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration END = Duration.ofSeconds(30);
  private static final Duration MAKE_BASE = Duration.ofMinutes(5);
  private static final String BASE = "riffle-test-base:bookworm";

  /** What {@link #find} has started, to be undone from the last to the first. */
  private final Deque<Undo> undo = new ArrayDeque<>();

  private final Map<String, String> environment = new TreeMap<>();

  private DockerEngine() {}

  private interface Undo {
    void run() throws IOException, InterruptedException;
  }

  /** Skips the test where there is none; in CI starts one instead. */
  static DockerEngine find(Path data, Path folder) throws IOException, InterruptedException {
    Optional<String> obstacle = Docker.obstacle();
    DockerEngine engine = new DockerEngine();
    if (obstacle.isPresent()) {
      Assumptions.assumeTrue(
          "true".equals(System.getenv("CI")), obstacle.get() + " (with CI=true one is started)");
      new HostSetup(
              List.of(
                  new RequiredTool("dockerd", "docker.io"),
                  new RequiredTool("iptables", "iptables")))
          .install(System.out::println);
      try {
        engine.start(data, folder);
      } catch (IOException | InterruptedException | RuntimeException e) {
        engine.close();
        throw e;
      }
    }
    return engine;
  }

  private void start(Path data, Path folder) throws IOException, InterruptedException {
    String network = Bridge.state();
    undo.push(() -> assertThat(Bridge.state()).as("the host's network").isEqualTo(network));
    Bridge bridge = Bridge.open();
    undo.push(bridge::close);
    Path socket = folder.resolve("docker.sock");
    Path exec = Files.createDirectories(data.resolveSibling("docker-exec"));
    Path log = folder.resolve("dockerd.log");
    Process daemon =
        new ProcessBuilder(
                "dockerd",
                "--data-root=" + Files.createDirectories(data),
                "--exec-root=" + exec,
                "--pidfile=" + folder.resolve("pid"),
                "--host=unix://" + socket,
                "--bip=" + Bridge.ADDRESS,
                "--iptables=false",
                "--ip-forward=false")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    undo.push(() -> end(daemon, exec));
    environment.put("DOCKER_HOST", "unix://" + socket);
    Awaitility.await("the engine")
        .atMost(START)
        .until(() -> !daemon.isAlive() || run("docker", "version").well());
    if (!daemon.isAlive()) {
      throw new IOException("dockerd ended: " + Files.readString(log));
    }
    environment.put(Docker.BASE, BASE);
    if (docker("image", "ls", "-q", BASE).isBlank()) {
      Path base = folder.resolve("base.tar");
      Tools.run(
          List.of("mmdebstrap", "--variant=minbase", "bookworm", base.toString()),
          folder,
          MAKE_BASE);
      docker("import", base.toString(), BASE);
    }
  }

  private static void end(Process daemon, Path exec) throws IOException, InterruptedException {
    daemon.destroy();
    if (!daemon.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
      daemon.destroyForcibly();
    }
    // It leaves a mount, which would keep the folder from being deleted.
    new ProcessBuilder("umount", exec.resolve("netns/default").toString())
        .redirectErrorStream(true)
        .start()
        .waitFor();
  }

  /** What programs need in their environment to find it. */
  Map<String, String> environment() {
    return environment;
  }

  /** Runs a docker command and returns what it prints. */
  String docker(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    Said said = run(command.toArray(String[]::new));
    if (!said.well()) {
      throw new IOException(String.join(" ", command) + ": " + said.output());
    }
    return said.output();
  }

  private record Said(boolean well, String output) {}

  private Said run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor() == 0, output);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }
}
