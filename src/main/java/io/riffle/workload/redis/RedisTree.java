package io.riffle.workload.redis;

import io.riffle.host.HostException;
import io.riffle.workload.SourceDigest;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A source tree of redis or valkey.
 *
 * @param root the tree itself, no link to it, with folders {@code src} and {@code deps}
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
    try {
      return new RedisTree(root.toRealPath());
    } catch (IOException e) {
      throw new HostException("cannot read the tree " + root + ": " + e, e);
    }
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
              .filter(file -> !BUILT.matcher(file.getFileName().toString()).matches())
              .toList();
      return "%s (%s %s, SHA-256 of its sources %s)"
          .formatted(root, engine(), version(), SourceDigest.of(root, inputs));
    } catch (IOException e) {
      throw new HostException("cannot read the tree " + root + ": " + e, e);
    }
  }

  /** Copies the sources, with their times, which make looks at; a link as what it leads to. */
  RedisTree copy(Path target) throws IOException {
    for (Path file : files(root, "")) {
      if (!BUILT.matcher(file.getFileName().toString()).matches()) {
        Path copy = target.resolve(root.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return new RedisTree(target);
  }

  /**
   * All files below a folder with the given suffix, sorted, but for the history. Links are
   * followed, but not into a folder that they lie in.
   */
  static List<Path> files(Path folder, String suffix) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        Set.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
            return each.getFileName().toString().equals(HISTORY)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && each.getFileName().toString().endsWith(suffix)) {
              files.add(each);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path each, IOException e) throws IOException {
            if (e instanceof FileSystemLoopException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    Collections.sort(files);
    return List.copyOf(files);
  }
}
