package io.riffle.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Compares tools that are needed with those that are here, and installs the Debian packages of the
 * others.
 *
 * @param tools what is needed
 */
public record HostSetup(List<RequiredTool> tools) {
  private static final RequiredTool APT = new RequiredTool("apt-get", "apt");
  private static final RequiredTool SUDO = new RequiredTool("sudo", "sudo");
  private static final Duration SUDO_LIMIT = Duration.ofSeconds(10);

  /** Copies {@code tools}. */
  public HostSetup {
    tools = List.copyOf(tools);
  }

  /** The tools that are not here. */
  public List<RequiredTool> missing() {
    return tools.stream().filter(tool -> tool.find().isEmpty()).toList();
  }

  /** The one line for a shell that brings all that is missing; empty if nothing is. */
  public Optional<String> command() {
    return command(missing(), isRoot());
  }

  static Optional<String> command(List<RequiredTool> missing, boolean root) {
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    String sudo = root ? "" : "sudo ";
    return Optional.of(
        sudo
            // A fresh machine has no package lists.
            + "apt-get update && "
            + sudo
            + "apt-get install -y --no-install-recommends "
            + String.join(" ", packages(missing)));
  }

  private static List<String> packages(List<RequiredTool> missing) {
    return missing.stream().map(RequiredTool::debianPackage).distinct().sorted().toList();
  }

  /**
   * Installs what is missing, as root or through a sudo that asks nothing. Safe when several
   * processes do it at once: apt's locks are waited for.
   *
   * @param progress is told what is being done
   * @throws HostException if this process may not install, apt fails, or something is missing
   *     afterwards; the message has the one line to type
   */
  public void install(Consumer<String> progress) {
    List<RequiredTool> missing = missing();
    if (missing.isEmpty()) {
      return;
    }
    if (Backend.fromEnvironment() == Backend.CONTAINER) {
      throw new HostException(
          "the container's image lacks " + names(missing) + ", which is a fault of Riffle's");
    }
    Apt apt = new Apt(prefix(missing));
    progress.accept("installing " + String.join(" ", packages(missing)) + " ...");
    try {
      apt.install(packages(missing));
    } catch (ToolFailedException e) {
      throw new HostException(
          "could not install what is missing: "
              + e.getMessage().strip()
              + "\nto do it by hand, type:\n  "
              + command(missing, isRoot()).orElse(""),
          e);
    }
    List<RequiredTool> still = missing();
    if (!still.isEmpty()) {
      throw new HostException(
          "still missing after " + packages(missing) + " were installed: " + names(still));
    }
  }

  /** What has to stand before apt-get, if this process may install at all. */
  private static List<String> prefix(List<RequiredTool> missing) {
    if (APT.find().isEmpty()) {
      throw new HostException(
          "missing on this machine: "
              + names(missing)
              + "; it has no apt-get, so install them by other means");
    }
    if (isRoot()) {
      return List.of();
    }
    if (SUDO.find().isPresent() && sudoAsksNothing()) {
      return List.of("sudo", "-n");
    }
    throw new HostException(
        "missing on this machine: "
            + names(missing)
            + "\nonly root can install them; type:\n  "
            + command(missing, false).orElse(""));
  }

  private static String names(List<RequiredTool> tools) {
    return tools.stream().map(RequiredTool::file).distinct().collect(Collectors.joining(", "));
  }

  private static boolean sudoAsksNothing() {
    try {
      Tools.run(List.of("sudo", "-n", "true"), Path.of("/"), SUDO_LIMIT);
      return true;
    } catch (ToolFailedException e) {
      return false;
    }
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException e) {
      return System.getProperty("user.name").equals("root");
    }
  }
}
