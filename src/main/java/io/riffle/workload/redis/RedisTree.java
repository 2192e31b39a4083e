package io.riffle.workload.redis;

import io.riffle.host.HostException;
import io.riffle.workload.SourceDigest;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A source tree of redis or valkey.
 *
 * @param root the tree, with folders {@code src} and {@code deps}
 */
record RedisTree(Path root) {
  private static final List<String> NEEDED = List.of("src/Makefile", "src/server.c", "deps/lua");
  private static final String HISTORY = ".git";
  private static final Pattern VERSION =
      Pattern.compile("#define (REDIS|VALKEY)_VERSION\\s+\"([^\"]+)\"");

  /** What builds leave in a tree; taken along, it would go into ours. */
  private static final Pattern BUILT =
      Pattern.compile(
          ".*\\.(o|a|so|d|lo|la|gcno|gcda)|\\.make-.*|Makefile\\.dep|release\\.h"
              + "|(redis|valkey)-(server|cli|benchmark|sentinel|check-aof|check-rdb)");

  /**
   * Checks the tree.
   *
   * @throws HostException if it is none of redis or valkey; the message says what it lacks
   */
  static RedisTree of(Path root) {
    for (String needed : NEEDED) {
      if (!Files.exists(root.resolve(needed))) {
        throw new HostException(root + " is no source tree of redis or valkey: it lacks " + needed);
      }
    }
    return new RedisTree(root);
  }

  /** {@code redis} or {@code valkey}, as its programs are named. */
  String engine() throws IOException {
    return Files.readString(root.resolve("src/Makefile")).contains("valkey") ? "valkey" : "redis";
  }

  /** What it says it is. */
  String version() throws IOException {
    Path header = root.resolve("src/version.h");
    String text = Files.exists(header) ? Files.readString(header) : "";
    String version = "unknown";
    Matcher matcher = VERSION.matcher(text);
    while (matcher.find()) {
      // Valkey also says which redis it is compatible with; its own version is the one wanted.
      if (matcher.group(1).equals("VALKEY") || version.equals("unknown")) {
        version = matcher.group(2);
      }
    }
    return version;
  }

  /** The path, what is there, and a digest of the files that builds may take. */
  String description() {
    try {
      List<Path> inputs =
          files(root, "").stream()
              .filter(file -> !root.relativize(file).startsWith(HISTORY))
              .filter(file -> !BUILT.matcher(file.getFileName().toString()).matches())
              .toList();
      return "%s (%s %s, SHA-256 of its sources %s)"
          .formatted(root, engine(), version(), SourceDigest.of(root, inputs));
    } catch (IOException e) {
      throw new HostException("cannot read the tree " + root + ": " + e, e);
    }
  }

  /** Copies the sources, with their times, which make looks at. */
  RedisTree copy(Path target) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.getFileName().toString().equals(HISTORY)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(target.resolve(root.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()
                && !BUILT.matcher(file.getFileName().toString()).matches()) {
              Files.copy(
                  file,
                  target.resolve(root.relativize(file).toString()),
                  StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return new RedisTree(target);
  }

  /** All files below a folder with the given suffix, sorted. */
  static List<Path> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().endsWith(suffix))
          .sorted()
          .toList();
    }
  }
}
