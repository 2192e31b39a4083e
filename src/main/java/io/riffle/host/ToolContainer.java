package io.riffle.host;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The container in which the tools run under {@link Backend#CONTAINER}, one a JVM, started by the
 * first that needs it. It sees the folders that Riffle writes to under their own names and has the
 * host's network, so that command lines, sockets and ports are the same inside and outside.
 *
 * <p>It ends with this JVM, however that ends: its one process reads a pipe that the JVM holds.
 */
final class ToolContainer {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String KVM = "/dev/kvm";

  private final String id;
  private final Set<String> programs;
  private final Map<String, Boolean> files = new ConcurrentHashMap<>();

  /** Keeps the pipe open. */
  private final RandomAccessFile pipe;

  private ToolContainer(String id, Set<String> programs, RandomAccessFile pipe) {
    this.id = id;
    this.programs = programs;
    this.pipe = pipe;
  }

  /** Started by the first use of this class. */
  private static final class Only {
    static final ToolContainer CONTAINER = start(Home.fromEnvironment());
  }

  /**
   * This JVM's container.
   *
   * @throws HostException if there is none and none can be started
   */
  static ToolContainer running() {
    try {
      return Only.CONTAINER;
    } catch (ExceptionInInitializerError e) {
      throw new HostException("no container: " + e.getCause().getMessage(), e.getCause());
    } catch (NoClassDefFoundError e) {
      throw new HostException(
          "the container of tools could not be started, as was said before ("
              + e.getMessage()
              + "); "
              + Backend.VARIABLE
              + "=container needs org.testcontainers:testcontainers among the dependencies",
          e);
    }
  }

  private static ToolContainer start(Home home) {
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
      Path fifo = home.folder("run").resolve("tools-" + ProcessHandle.current().pid() + ".fifo");
      Files.deleteIfExists(fifo);
      Tools.runHere(List.of("mkfifo", fifo.toString()), Path.of("/"), LIMIT);
      RandomAccessFile pipe = new RandomAccessFile(fifo.toFile(), "rw");
      GenericContainer<?> container =
          new GenericContainer<>(DockerImageName.parse(image))
              .withImagePullPolicy(name -> false)
              .withNetworkMode("host")
              .withCommand("sh", "-c", "read -r _ <" + fifo)
              .withCreateContainerCmdModifier(command -> configure(command, home));
      container.start();
      String id = container.getContainerId();
      // The reader is there: the name is not needed any more.
      Set<String> programs =
          new TreeSet<>(
              Tools.runHere(
                      List.of("docker", "exec", id, "ls", "/usr/bin", "/usr/sbin"),
                      Path.of("/"),
                      LIMIT)
                  .lines()
                  .toList());
      Files.deleteIfExists(fifo);
      return new ToolContainer(id, programs, pipe);
    } catch (IOException e) {
      throw new HostException("cannot prepare the container of tools: " + e, e);
    } catch (RuntimeException e) {
      throw e instanceof HostException host
          ? host
          : new HostException(
              "cannot start the container of tools: "
                  + e.getMessage()
                  + "\nwithout a registry set TESTCONTAINERS_RYUK_DISABLED=true and"
                  + " TESTCONTAINERS_CHECKS_DISABLE=true",
              e);
    }
  }

  private static void configure(CreateContainerCmd command, Home home) {
    HostConfig host = command.getHostConfig();
    Set<String> folders = new LinkedHashSet<>();
    for (String folder :
        List.of(
            home.path().toString(),
            System.getProperty("java.io.tmpdir"),
            System.getProperty("user.dir"))) {
      folders.add(Path.of(folder).toAbsolutePath().normalize().toString());
    }
    List<Bind> binds = new ArrayList<>();
    folders.forEach(folder -> binds.add(new Bind(folder, new Volume(folder))));
    host.withBinds(binds).withAutoRemove(true).withInit(true);
    // mmdebstrap and unshare make namespaces, which Docker's filter of system calls denies.
    host.withSecurityOpts(List.of("seccomp=unconfined", "apparmor=unconfined"));
    if (Files.exists(Path.of(KVM))) {
      host.withDevices(Device.parse(KVM));
    }
    // What tools write belongs to the user.
    command.withUser(owner());
  }

  private static String owner() {
    try {
      Path self = Path.of("/proc/self");
      return Files.getAttribute(self, "unix:uid") + ":" + Files.getAttribute(self, "unix:gid");
    } catch (IOException | UnsupportedOperationException e) {
      return "0:0";
    }
  }

  /** The command that runs a command in the container, with its standard input. */
  List<String> wrap(List<String> command, Path folder, Map<String, String> environment) {
    List<String> words = new ArrayList<>(List.of("docker", "exec", "-i", "-w", folder.toString()));
    environment.forEach((name, value) -> words.addAll(List.of("-e", name + "=" + value)));
    words.add(id);
    words.addAll(command);
    return words;
  }

  /** Whether a program, or a file of an absolute path, is in it. */
  boolean has(String file) {
    return file.startsWith("/")
        ? files.computeIfAbsent(file, this::hasFile)
        : programs.contains(file);
  }

  private boolean hasFile(String path) {
    try {
      Tools.runHere(List.of("docker", "exec", id, "test", "-e", path), Path.of("/"), LIMIT);
      return true;
    } catch (ToolFailedException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "container " + id + (pipe == null ? "" : " of this JVM");
  }
}
