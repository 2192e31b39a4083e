package io.riffle.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Links that the maintainer scripts of additional packages would have made: Java's programs lie in
 * a folder of their own, and Debian's alternatives put links to them where PATH finds them.
 */
final class PackageLinks {
  private final Path tree;

  PackageLinks(Path tree) {
    this.tree = tree;
  }

  void apply() throws IOException {
    for (Path machine : entries(tree.resolve("usr/lib/jvm"))) {
      for (Path program : entries(machine.resolve("bin"))) {
        Path link = tree.resolve("usr/bin").resolve(program.getFileName());
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
          Files.createSymbolicLink(link, Path.of("/").resolve(tree.relativize(program)));
        }
      }
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
