package io.riffle.host;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The docker command of this machine, which finds the engine by itself (DOCKER_HOST, contexts). */
public final class Docker {
  private static final RequiredTool CLI = new RequiredTool("docker", "docker.io");
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration BUILD = Duration.ofMinutes(10);
  private static final Duration UNPACK = Duration.ofMinutes(20);

  /**
   * The environment variable that names another base of the image of tools, with bookworm's apt.
   */
  public static final String BASE = "RIFFLE_CONTAINER_BASE";

  private Docker() {}

  /** What {@link #BASE} says. */
  static Optional<String> base() {
    return Optional.ofNullable(System.getenv(BASE)).filter(name -> !name.isBlank());
  }

  /** Why no container can be started here; empty if an engine answers. */
  public static Optional<String> obstacle() {
    if (CLI.findHere().isEmpty()) {
      return Optional.of("there is no docker command here: apt-get install docker.io");
    }
    try {
      apiVersion();
      return Optional.empty();
    } catch (ToolFailedException e) {
      return Optional.of("no Docker engine answers: " + e.output().strip());
    }
  }

  /** Version of the engine's interface, such as 1.41. */
  static String apiVersion() {
    return run(ANSWER, "version", "--format", "{{.Server.APIVersion}}").strip();
  }

  /** Where the engine listens, such as unix:///var/run/docker.sock. */
  static URI endpoint() {
    return URI.create(
        run(ANSWER, "context", "inspect", "--format", "{{.Endpoints.docker.Host}}").strip());
  }

  static boolean hasImage(String name) {
    return !run(ANSWER, "image", "ls", "-q", name).isBlank();
  }

  /** Builds an image by Riffle's Dockerfile, from its own base or the one that is named. */
  static void build(String name, List<String> packages, Path folder) throws IOException {
    Files.writeString(folder.resolve("Dockerfile"), Resources.text("host/Dockerfile"));
    List<String> arguments = new ArrayList<>(List.of("build", "--network", "host"));
    arguments.addAll(List.of("--build-arg", "PACKAGES=" + String.join(" ", packages)));
    base().ifPresent(base -> arguments.addAll(List.of("--build-arg", "BASE=" + base)));
    arguments.addAll(List.of("-t", name, folder.toString()));
    run(BUILD, arguments.toArray(String[]::new));
  }

  /** Makes an image without a registry, by mmdebstrap of this machine. */
  static void unpack(String name, List<String> packages, Path folder) {
    RequiredTool mmdebstrap = new RequiredTool("mmdebstrap", "mmdebstrap");
    if (mmdebstrap.findHere().isEmpty()) {
      throw new HostException(
          "the image of tools can be made in neither way: no registry can be reached, and there is"
              + " no mmdebstrap here: apt-get install mmdebstrap");
    }
    Path archive = folder.resolve("tools.tar");
    Tools.runHere(
        List.of(
            "mmdebstrap",
            "--variant=minbase",
            "--include=" + String.join(",", packages),
            "bookworm",
            archive.toString()),
        folder,
        UNPACK);
    run(BUILD, "import", archive.toString(), name);
  }

  private static String run(Duration limit, String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return Unguarded.run(command, limit, Process::destroyForcibly);
  }
}
