package io.riffle.workload.redis;

import io.riffle.host.BuildCache;
import io.riffle.host.FileTree;
import io.riffle.host.HostException;
import io.riffle.host.RequiredTool;
import io.riffle.host.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A source package of Debian bookworm with its patches applied, fetched through an apt that has
 * lists of its own, so that the machine's sources are neither needed nor touched. What was fetched
 * once is used from then on.
 */
final class DebianSource {
  static final List<RequiredTool> TOOLS =
      List.of(
          new RequiredTool("apt-get", "apt"),
          new RequiredTool("dpkg-source", "dpkg-dev"),
          new RequiredTool(
              "/usr/share/keyrings/debian-archive-keyring.gpg", "debian-archive-keyring"));

  private static final String KIND = "sources";
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String LISTS =
      """
      deb-src [signed-by=%1$s] http://deb.debian.org/debian bookworm main
      deb-src [signed-by=%1$s] http://deb.debian.org/debian-security bookworm-security main
      """
          .formatted("/usr/share/keyrings/debian-archive-keyring.gpg");

  private DebianSource() {}

  /**
   * The source tree of a package.
   *
   * @throws HostException if it cannot be fetched; the message has apt's words
   */
  static Path tree(BuildCache cache, String sourcePackage) {
    return cache
        .getOrBuildVersioned(
            KIND, sourcePackage + "-debian", folder -> fetch(folder, sourcePackage))
        .resolve("tree");
  }

  /** The version of what {@link #tree} has fetched, if it has. */
  static Optional<String> version(BuildCache cache, String sourcePackage) {
    String prefix = sourcePackage + "-debian";
    return cache
        .findNewest(KIND, prefix)
        .map(folder -> folder.getFileName().toString().substring(prefix.length() + 1));
  }

  private static String fetch(Path folder, String sourcePackage) throws IOException {
    TOOLS.forEach(RequiredTool::require);
    Path apt = Files.createDirectory(folder.resolve("apt"));
    Files.createDirectories(apt.resolve("state/lists/partial"));
    Files.createDirectories(apt.resolve("cache/archives/partial"));
    Files.writeString(apt.resolve("sources.list"), LISTS);
    aptGet(apt, "update");
    aptGet(apt, "source", "--download-only", sourcePackage);
    Path description = onlyFile(apt, ".dsc");
    Tools.run(
        List.of("dpkg-source", "-x", description.toString(), folder.resolve("tree").toString()),
        apt,
        LIMIT);
    String version = version(description);
    FileTree.delete(apt);
    return version;
  }

  private static void aptGet(Path apt, String... arguments) {
    List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
    Stream.of(
            "Dir::State=" + apt.resolve("state"),
            "Dir::State::status=/dev/null",
            "Dir::Cache=" + apt.resolve("cache"),
            "Dir::Etc::sourcelist=" + apt.resolve("sources.list"),
            "Dir::Etc::sourceparts=/dev/null",
            // The user that apt would become may not read this folder.
            "APT::Sandbox::User=root",
            // Half an update is no error to apt by default.
            "APT::Update::Error-Mode=any",
            "Acquire::Retries=3")
        .forEach(option -> command.addAll(List.of("-o", option)));
    command.addAll(List.of(arguments));
    Tools.run(command, apt, LIMIT);
  }

  private static Path onlyFile(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(suffix))
          .findFirst()
          .orElseThrow(() -> new HostException("apt-get source brought no " + suffix + " file"));
    }
  }

  /** The version without its epoch, which file names cannot hold. */
  private static String version(Path description) {
    String name = description.getFileName().toString();
    return name.substring(name.indexOf('_') + 1, name.length() - ".dsc".length());
  }
}
