package io.riffle.workload;

import io.riffle.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A source tree of the suite that builds one of its benchmarks, arranged as the public C trees are:
 * {@code EP/} (or {@code EP/src/}) with the benchmark's files, {@code common/}, {@code sys/} with
 * setparams, {@code config/}.
 *
 * @param root the tree
 * @param benchmark the benchmark in lower case
 */
record NpbTree(Path root, String benchmark) {
  // What the benchmarks call from common/; IS brings its own generator and prints by another name.
  private static final Set<String> COMMON =
      Set.of("print_results.c", "c_timers.c", "wtime.c", "randdp.c");
  private static final Set<String> COMMON_OF_IS =
      Set.of("c_print_results.c", "c_timers.c", "wtime.c");
  private static final String SOURCE_OR_SETTINGS = ".*\\.(c|h|def)";
  private static final String DEFAULT_SETTINGS =
      "CC = clang-19\nCLINK = $(CC)\nC_LIB = -lm\nC_INC = -I../common\nCFLAGS = -O2\n"
          + "CLINKFLAGS = -O2 -static\nRAND = randdp\n";

  /**
   * Copies what one benchmark's build needs out of a tree.
   *
   * @param from any tree of the suite; nothing is written to it
   * @throws HostException if the tree has no such benchmark or lacks its common parts
   */
  static NpbTree copy(Path from, String benchmark, Path to) throws IOException {
    NpbTree source = new NpbTree(from, benchmark);
    for (Path needed : List.of(source.directory(), source.setparams(), from.resolve("common"))) {
      if (!Files.exists(needed)) {
        throw new HostException(
            from
                + " is not a tree of the benchmarks that has "
                + benchmark
                + ": it lacks "
                + from.relativize(needed));
      }
    }
    NpbTree copy = new NpbTree(to, benchmark);
    for (String folder : List.of(copy.directoryName(), "common", "sys", "config")) {
      copyFolder(from.resolve(folder), to.resolve(folder));
    }
    copy.setDefaults();
    if (copy.sources().isEmpty()) {
      throw new HostException(
          source.directory() + " has no .c files, neither in it nor in its src folder");
    }
    return copy;
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(from, 2)) {
      for (Path file : (Iterable<Path>) walk::iterator) {
        String name = file.getFileName().toString();
        // npbparams.h is of the class that was built in the tree last.
        if (Files.isRegularFile(file)
            && name.matches(SOURCE_OR_SETTINGS)
            && !name.equals("npbparams.h")) {
          Path target = to.resolve(from.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.write(target, Files.readAllBytes(file));
        }
      }
    }
  }

  private void setDefaults() throws IOException {
    Path settings = root.resolve("config/make.def");
    if (!Files.exists(settings)) {
      Files.writeString(settings, DEFAULT_SETTINGS);
    }
  }

  /** The benchmark's own directory, where setparams is run. */
  Path directory() {
    return root.resolve(directoryName());
  }

  Path setparams() {
    return root.resolve("sys/setparams.c");
  }

  /** The benchmark's own sources and the common ones it is linked with, sorted. */
  List<Path> sources() throws IOException {
    List<Path> own = filesOf(directory().resolve("src"), ".*\\.c");
    List<Path> sources = new ArrayList<>(own.isEmpty() ? filesOf(directory(), ".*\\.c") : own);
    Set<String> common = benchmark.equals("is") ? COMMON_OF_IS : COMMON;
    if (!sources.isEmpty()) {
      filesOf(root.resolve("common"), ".*\\.c").stream()
          .filter(file -> common.contains(file.getFileName().toString()))
          .forEach(sources::add);
    }
    return sources;
  }

  /** All files of the copy, sorted by path, for a hash of what goes into a build. */
  List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private String directoryName() {
    return benchmark.toUpperCase(Locale.ROOT);
  }

  private static List<Path> filesOf(Path folder, String pattern) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().matches(pattern)).sorted().toList();
    }
  }
}
