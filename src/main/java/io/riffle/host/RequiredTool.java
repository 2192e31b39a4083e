package io.riffle.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file that Riffle needs on this machine, and the Debian package it comes in.
 *
 * @param file an executable's name, looked up in {@code PATH} and the system's own folders, or an
 *     absolute path
 * @param debianPackage the package that brings it
 */
public record RequiredTool(String file, String debianPackage) {
  /** Where the file is, if it is: on this machine, or in the container if tools run there. */
  public Optional<Path> find() {
    if (Backend.fromEnvironment() == Backend.CONTAINER) {
      return OnlyContainer.get().has(file) ? Optional.of(Path.of(file)) : Optional.empty();
    }
    return findHere();
  }

  /** Where the file is on this machine, if it is. */
  Optional<Path> findHere() {
    if (file.startsWith("/")) {
      return Optional.of(Path.of(file)).filter(Files::exists);
    }
    String path = System.getenv().getOrDefault("PATH", "");
    // Users other than root often lack the sbin folders, where mke2fs lies.
    return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/sbin"))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, file))
        .filter(found -> Files.isRegularFile(found) && Files.isExecutable(found))
        .findFirst();
  }

  /**
   * Where the file is.
   *
   * @throws HostException if it is missing; the message names the package and the way out
   */
  public Path require() {
    return find()
        .orElseThrow(
            () ->
                new HostException(
                    "the tool '"
                        + file
                        + "' is missing: apt-get install "
                        + debianPackage
                        + " (or ./riffle doctor --install)"));
  }
}
