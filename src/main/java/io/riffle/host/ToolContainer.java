package io.riffle.host;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

/**
 * The container in which the tools run under {@link Backend#CONTAINER}, one a JVM, started by the
 * first that needs it. It sees the folders that Riffle writes to under their own names, so that
 * regular files are the same inside and outside. Sockets and pipes are not: a fixed block of its
 * TCP ports leads to the loopback interface of this machine, see {@link PublishedPorts}.
 *
 * <p>It ends with this JVM, however that ends: its one process waits for the end of its standard
 * input, which is a connection of the JVM to the engine.
 */
final class ToolContainer {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String KVM = "/dev/kvm";
  private static final int FIRST_PORT = 42_000;

  /** Each guest has two or three, and as many are at work as there are cores. */
  private static final int PORTS = Math.max(32, 4 * Runtime.getRuntime().availableProcessors());

  private final DockerClient engine;
  private final String id;
  private final List<Path> folders;
  private final PublishedPorts ports;
  private final Set<String> programs;
  private final Map<String, Boolean> files = new ConcurrentHashMap<>();

  private ToolContainer(DockerClient engine, String id, List<Path> folders, PublishedPorts ports) {
    this.engine = engine;
    this.id = id;
    this.folders = folders;
    this.ports = ports;
    this.programs = new TreeSet<>(ask("ls", "/usr/bin", "/usr/sbin").lines().toList());
  }

  /**
   * Starts one.
   *
   * @throws HostException if none can be started
   */
  static ToolContainer start(Home home) {
    Docker.obstacle()
        .ifPresent(
            why -> {
              throw new HostException(why);
            });
    // Engines refuse clients that speak a newer language; Testcontainers has one fixed.
    if (System.getProperty("api.version") == null) {
      System.setProperty("api.version", Docker.apiVersion());
    }
    String image = ToolImage.get(home);
    try {
      // Not Testcontainers' own way to start one: that takes helpers from a registry.
      return start(
          DockerClientProviderStrategy.getClientForConfig(
              TransportConfig.builder().dockerHost(Docker.endpoint()).build()),
          image,
          seen(home));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException("the start of the container of tools was interrupted", e);
    } catch (RuntimeException e) {
      throw e instanceof HostException host
          ? host
          : new HostException("cannot start the container of tools: " + e.getMessage(), e);
    }
  }

  private static ToolContainer start(DockerClient engine, String image, List<Path> folders)
      throws InterruptedException {
    List<ExposedPort> inside =
        IntStream.range(FIRST_PORT, FIRST_PORT + PORTS).mapToObj(ExposedPort::tcp).toList();
    String id =
        engine
            .createContainerCmd(image)
            .withCmd("sh", "-c", "read -r _")
            .withStdinOpen(true)
            .withStdInOnce(true)
            .withExposedPorts(inside)
            .withHostConfig(hostConfig(folders, inside))
            // What tools write belongs to the user.
            .withUser(owner())
            .exec()
            .getId();
    try {
      boolean attached =
          engine
              .attachContainerCmd(id)
              .withStdIn(new Lifeline())
              .withStdOut(true)
              .withFollowStream(true)
              .exec(new ResultCallback.Adapter<Frame>())
              .awaitStarted(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!attached) {
        throw new HostException("the Docker engine does not let this JVM hold a container");
      }
      engine.startContainerCmd(id).exec();
      Ports published = engine.inspectContainerCmd(id).exec().getNetworkSettings().getPorts();
      return new ToolContainer(
          engine,
          id,
          folders,
          new PublishedPorts(inside.stream().map(port -> published(port, published)).toList()));
    } catch (RuntimeException | InterruptedException e) {
      engine.removeContainerCmd(id).withForce(true).exec();
      throw e;
    }
  }

  private static PublishedPorts.Port published(ExposedPort inside, Ports ports) {
    Ports.Binding[] bindings = ports.getBindings().get(inside);
    if (bindings == null || bindings.length == 0) {
      throw new HostException("the Docker engine has not published port " + inside.getPort());
    }
    return new PublishedPorts.Port(
        inside.getPort(), Integer.parseInt(bindings[0].getHostPortSpec()));
  }

  /** The folders that it sees: those in which Riffle writes. */
  private static List<Path> seen(Home home) {
    return seen(
        home.path(),
        Path.of(System.getProperty("java.io.tmpdir")),
        Path.of(System.getProperty("user.dir")));
  }

  /**
   * Folders under their given names, and under those without links, as programs may call them.
   * Missing ones are made, for Docker would make them root's.
   *
   * @throws HostException if one cannot be made
   */
  static List<Path> seen(Path... folders) {
    Set<Path> seen = new LinkedHashSet<>();
    for (Path folder : folders) {
      try {
        // A link to a folder is no folder to be made.
        Path real =
            (Files.isDirectory(folder) ? folder : Files.createDirectories(folder)).toRealPath();
        seen.add(folder.toAbsolutePath().normalize());
        seen.add(real);
      } catch (IOException e) {
        throw new HostException(
            "the container of tools needs the folder " + folder + ", which cannot be made: " + e,
            e);
      }
    }
    return List.copyOf(seen);
  }

  private static HostConfig hostConfig(List<Path> folders, List<ExposedPort> ports) {
    HostConfig host =
        HostConfig.newHostConfig()
            .withAutoRemove(true)
            .withInit(true)
            .withBinds(
                folders.stream()
                    .map(Path::toString)
                    .map(folder -> new Bind(folder, new Volume(folder)))
                    .toList())
            // For this machine alone: who reaches QEMU's control port has the container.
            .withPortBindings(
                ports.stream()
                    .map(port -> new PortBinding(Ports.Binding.bindIp("127.0.0.1"), port))
                    .toList())
            // mmdebstrap and unshare make namespaces, which Docker's filter of system calls denies.
            .withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"));
    return Files.exists(Path.of(KVM)) ? host.withDevices(Device.parse(KVM)) : host;
  }

  /** On systems other than Linux, Docker gives to the user what the container's root writes. */
  private static String owner() {
    try {
      Path self = Path.of("/proc/self");
      return Files.getAttribute(self, "unix:uid") + ":" + Files.getAttribute(self, "unix:gid");
    } catch (IOException | UnsupportedOperationException e) {
      return "0:0";
    }
  }

  /** As {@link GuardedProcess#start}, in it. */
  GuardedProcess start(ProcessBuilder builder) throws IOException {
    if (builder.redirectOutput().file() == null || !builder.redirectErrorStream()) {
      throw new IllegalArgumentException("in a container both streams go to one file");
    }
    Map<String, String> added = new TreeMap<>(builder.environment());
    added.entrySet().removeAll(System.getenv().entrySet());
    Path output = builder.redirectOutput().file().toPath().toAbsolutePath().normalize();
    if (folders.stream().noneMatch(output::startsWith)) {
      throw new IOException(
          "its output goes to "
              + output
              + ", which the container does not see: use a folder below one of "
              + folders);
    }
    Path folder =
        builder.directory() == null ? Path.of("/") : builder.directory().toPath().toAbsolutePath();
    return ContainerProcess.start(engine, id, builder.command(), folder, added, output);
  }

  PublishedPorts ports() {
    return ports;
  }

  /** Whether a program, or a file of an absolute path, is in it. */
  boolean has(String file) {
    return file.startsWith("/")
        ? files.computeIfAbsent(file, this::hasFile)
        : programs.contains(file);
  }

  private boolean hasFile(String path) {
    try {
      ask("test", "-e", path);
      return true;
    } catch (ToolFailedException e) {
      return false;
    }
  }

  private String ask(String... command) {
    return Tools.run(List.of(command), Path.of("/"), Map.of(), LIMIT, this::start);
  }

  @Override
  public String toString() {
    return "container " + id + " of this JVM";
  }
}
