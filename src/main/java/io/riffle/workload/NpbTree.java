package io.riffle.workload;

import io.riffle.host.HostException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A source tree of the suite, arranged as the public C trees are: {@code EP/} (or {@code EP/src/})
 * with a benchmark's files, {@code common/}, {@code sys/} with setparams, perhaps {@code config/}.
 * It is only read.
 *
 * @param root the folder that holds these folders
 */
record NpbTree(Path root) {
  /** The folders that every benchmark's build may need. */
  static final List<String> SHARED = List.of("common", "sys", "config", "include");

  private static final int DEPTH = 4;
  private static final long LARGEST_FILE = 8 << 20;
  private static final String BUILT = "npbparams\\.h|setparams|.*\\.(o|a|x|so|exe|yaml)";

  /**
   * Finds the tree in a folder that a user names, which is the tree or holds it.
   *
   * @throws HostException if there is none; the message says what it lacks
   */
  static NpbTree find(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new HostException(
          folder + " is not a folder: name a tree of the benchmarks, such as NPB3.3-SER-C");
    }
    if (isTree(folder)) {
      return new NpbTree(folder);
    }
    try (Stream<Path> children = Files.list(folder)) {
      List<Path> trees = children.filter(NpbTree::isTree).sorted().toList();
      if (trees.size() == 1) {
        return new NpbTree(trees.get(0));
      }
      if (trees.size() > 1) {
        throw new HostException(
            folder + " holds several trees of the benchmarks: name one, " + trees);
      }
    } catch (IOException e) {
      throw new HostException("cannot read " + folder + ": " + e, e);
    }
    throw new HostException(
        folder
            + " is not a tree of the benchmarks: it lacks "
            + (Files.isDirectory(folder.resolve("common")) ? "sys/setparams.c" : "common")
            + "; a tree such as NPB3.3-SER-C has common/, sys/setparams.c and BT/, CG/ and so on");
  }

  private static boolean isTree(Path folder) {
    return Files.isDirectory(folder.resolve("common"))
        && Files.isRegularFile(folder.resolve("sys/setparams.c"));
  }

  /** The path and a digest of all that may go into a build. */
  String description() {
    try {
      return root + " (SHA-256 of its sources " + SourceDigest.of(root, filesOf(root)) + ")";
    } catch (IOException e) {
      throw new HostException("cannot read the tree " + root + ": " + e, e);
    }
  }

  /**
   * The folder of a benchmark, given in lower case; it is found in upper case or otherwise.
   *
   * @throws BuildFailedException if the tree has none, or there are no C sources in it
   */
  Path directory(String benchmark) throws IOException {
    Path usual = root.resolve(benchmark.toUpperCase(Locale.ROOT));
    Optional<Path> found = Files.isDirectory(usual) ? Optional.of(usual) : otherSpelling(benchmark);
    Path directory =
        found.orElseThrow(
            () ->
                new BuildFailedException(
                    root + " has no " + benchmark + ": it lacks " + root.relativize(usual)));
    if (NpbBenchmark.sourceFolder(directory).isEmpty()) {
      throw new BuildFailedException(
          directory + " has no .c files, neither in it nor in its src folder");
    }
    return directory;
  }

  private Optional<Path> otherSpelling(String benchmark) throws IOException {
    try (Stream<Path> children = Files.list(root)) {
      return children
          .filter(Files::isDirectory)
          .filter(child -> child.getFileName().toString().equalsIgnoreCase(benchmark))
          .findFirst();
    }
  }

  /**
   * All that may go into a build from some of the tree's folders, sorted: no files that an earlier
   * build left. Links are followed.
   *
   * @throws IOException if a folder cannot be read or its links go round
   */
  static List<Path> filesOf(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      return walk.filter(NpbTree::isInput).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isInput(Path file) {
    try {
      return Files.isRegularFile(file)
          && !file.getFileName().toString().matches(BUILT)
          && Files.size(file) <= LARGEST_FILE;
    } catch (IOException e) {
      return false;
    }
  }
}
