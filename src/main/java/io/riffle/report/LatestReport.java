package io.riffle.report;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.stream.Stream;

/** The entry {@code latest} of a directory of reports: a symbolic link, or failing that a copy. */
final class LatestReport {
  private static final String RETIRED = ".latest-retired-";
  private static final String ASIDE = ".latest-new-";

  /** Makes a symbolic link; throws UnsupportedOperationException or IOException if it cannot. */
  @FunctionalInterface
  interface Linker {
    Path link(Path link, Path target) throws IOException;
  }

  private final Path root;
  private final Path latest;
  private final Linker linker;

  LatestReport(Path root, Linker linker) {
    this.root = root;
    this.latest = root.resolve(ReportDirectory.LATEST);
    this.linker = linker;
  }

  Path pointTo(Path report) throws IOException {
    Path aside = root.resolve(ASIDE + UUID.randomUUID());
    try {
      linkOrCopy(aside, report);
      if (Files.isDirectory(latest, LinkOption.NOFOLLOW_LINKS)) {
        swap(aside);
      } else {
        Files.move(aside, latest, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      deleteTree(aside);
    }
    return latest;
  }

  /**
   * Puts back a copy that a killed run had retired without getting to put the new one in place, the
   * only gap there is, and only where there are no symbolic links.
   */
  void recover() throws IOException {
    if (Files.exists(latest, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> entries = Files.list(root)) {
      Path retired =
          entries
              .filter(entry -> entry.getFileName().toString().startsWith(RETIRED))
              .findFirst()
              .orElse(null);
      if (retired != null) {
        Files.move(retired, latest, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private void linkOrCopy(Path aside, Path report) throws IOException {
    try {
      // Relative, so that the whole directory of reports can be moved.
      linker.link(aside, root.relativize(report));
    } catch (UnsupportedOperationException | FileSystemException e) {
      copyTree(report, aside);
    }
  }

  /** A rename cannot replace a directory that is not empty, so the old copy steps aside first. */
  private void swap(Path aside) throws IOException {
    if (!Files.exists(latest.resolve(ReportWriter.JSON))) {
      throw new IOException(latest + " is a directory but no report: move it away");
    }
    Path retired = root.resolve(RETIRED + UUID.randomUUID());
    Files.move(latest, retired, StandardCopyOption.ATOMIC_MOVE);
    Files.move(aside, latest, StandardCopyOption.ATOMIC_MOVE);
    deleteTree(retired);
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> entries = Files.walk(from)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        Files.copy(entry, to.resolve(from.relativize(entry).toString()));
      }
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
