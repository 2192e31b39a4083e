package io.riffle.workload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A copy of what one benchmark's build needs, in a folder that is thrown away afterwards.
 *
 * @param root the copy, arranged as the tree
 * @param name the benchmark in lower case
 */
record NpbBenchmark(Path root, String name) {
  private static final Pattern OBJECT = Pattern.compile("\\b([A-Za-z0-9_]+)\\.o\\b");
  private static final String DEFAULT_SETTINGS =
      "CC = clang-19\nCLINK = $(CC)\nC_LIB = -lm\nC_INC = -I../common\nCFLAGS = -O2\n"
          + "CLINKFLAGS = -O2 -static\nUCC = cc\nBINDIR = ../bin\nRAND = randdp\nWTIME = wtime.c\n";

  /** A source, and whether the program cannot do without it. */
  record Source(Path file, boolean needed) {}

  /**
   * Copies a benchmark out of a tree.
   *
   * @throws io.riffle.host.HostException if the tree lacks it
   */
  static NpbBenchmark copy(NpbTree from, String name, Path to) throws IOException {
    NpbBenchmark copy = new NpbBenchmark(to, name);
    copyFiles(from.directory(name), copy.directory());
    for (String folder : NpbTree.SHARED) {
      copyFiles(from.root().resolve(folder), to.resolve(folder));
    }
    Path settings = to.resolve("config/make.def");
    if (!Files.exists(settings)) {
      Files.createDirectories(settings.getParent());
      Files.writeString(settings, DEFAULT_SETTINGS);
    }
    return copy;
  }

  private static void copyFiles(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : NpbTree.filesOf(from)) {
      Path target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      // Not Files.copy: what is made here must be writable even if the tree is not.
      Files.write(target, Files.readAllBytes(file));
    }
  }

  /** The benchmark's own directory, where setparams is run. */
  Path directory() {
    return root.resolve(name.toUpperCase(Locale.ROOT));
  }

  /** Where its C sources lie: in it or in its src folder; empty if there are none. */
  static Optional<Path> sourceFolder(Path directory) throws IOException {
    for (Path folder : List.of(directory.resolve("src"), directory)) {
      if (!cSources(folder).isEmpty()) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  /**
   * The benchmark's sources and then the common ones. Those that its Makefile links come first and
   * are needed; if there is none, all of its own are.
   */
  List<Source> sources() throws IOException {
    Path folder = sourceFolder(directory()).orElseThrow();
    Set<String> linked = linkedByMakefile();
    List<Path> own = cSources(folder);
    List<Source> sources = new ArrayList<>();
    boolean known = own.stream().anyMatch(file -> linked.contains(stem(file)));
    for (Path file : own) {
      if (!known || linked.contains(stem(file))) {
        sources.add(new Source(file, true));
      }
    }
    for (Path file : own) {
      if (known && !linked.contains(stem(file))) {
        sources.add(new Source(file, false));
      }
    }
    for (Path file : cSources(root.resolve("common"))) {
      sources.add(new Source(file, false));
    }
    return sources;
  }

  /** Where headers are looked for: the benchmark's folders first. */
  List<Path> includeFolders() throws IOException {
    List<Path> folders = new ArrayList<>();
    folders.add(directory());
    for (Path start : List.of(directory(), root.resolve("common"), root.resolve("include"))) {
      for (Path file : NpbTree.filesOf(start)) {
        folders.add(file.getParent());
      }
    }
    folders.add(root.resolve("sys"));
    return folders.stream().distinct().toList();
  }

  /** Files besides the program that a run takes: DC's parameters. */
  List<Path> runFiles() throws IOException {
    return NpbTree.filesOf(directory()).stream()
        .filter(file -> file.getFileName().toString().endsWith(".par"))
        .toList();
  }

  /** All files of the copy, sorted by path, for a hash of what goes into a build. */
  List<Path> files() throws IOException {
    return NpbTree.filesOf(root);
  }

  private Set<String> linkedByMakefile() throws IOException {
    Set<String> names = new HashSet<>();
    for (String place : List.of("Makefile", "makefile", "src/Makefile")) {
      Path makefile = directory().resolve(place);
      if (Files.isRegularFile(makefile)) {
        String text = Files.readString(makefile, StandardCharsets.ISO_8859_1);
        OBJECT.matcher(text).results().map((MatchResult m) -> m.group(1)).forEach(names::add);
      }
    }
    return names;
  }

  private static String stem(Path source) {
    String name = source.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static List<Path> cSources(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.getFileName().toString().endsWith(".c"))
          .sorted()
          .toList();
    }
  }
}
