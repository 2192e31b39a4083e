package io.riffle.workload;

import io.riffle.host.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A small tree that is arranged and written like the public C trees of the suite, with benchmarks
 * that behave like the originals: DC writes files and reads its parameters, UA has variables in a
 * header and much of its own to print, IS brings what the common files have, too, EP is one main
 * that calls the common generator, and LU spends its time in functions that are entered very often.
 */
public final class PublicTree {
  private static final Path ORIGINAL;

  static {
    try {
      ORIGINAL = Path.of(PublicTree.class.getResource("tree").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private PublicTree() {}

  /** Makes the tree, with the sources in the benchmarks' own folders. */
  public static Path flat(Path target) throws IOException {
    try (Stream<Path> walk = Files.walk(ORIGINAL)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        Path copy = target.resolve(ORIGINAL.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return target;
  }

  /** Makes the tree with the sources in the benchmarks' src folders and without Makefiles. */
  public static Path inSrc(Path target) throws IOException {
    flat(target);
    for (String benchmark : List.of("DC", "EP", "IS", "LU", "UA")) {
      Path folder = target.resolve(benchmark);
      Path sources = Files.createDirectory(folder.resolve("src"));
      for (Path file : filesOf(folder)) {
        String name = file.getFileName().toString();
        if (name.equals("Makefile") || name.equals("adc_old.c")) {
          Files.delete(file);
        } else if (name.matches(".*\\.(c|h|incl)")) {
          Files.move(file, sources.resolve(name));
        }
      }
    }
    return target;
  }

  /** Adds one of Riffle's own kernels, with the common files it needs. */
  public static void add(Path tree, Path kernels, String name) throws IOException {
    String folder = name.toUpperCase(Locale.ROOT);
    Files.createDirectories(tree.resolve(folder));
    for (Path file : filesOf(kernels.resolve(folder))) {
      Files.copy(file, tree.resolve(folder).resolve(file.getFileName()));
    }
  }

  /** Every file of it, with its bytes as text, and every folder. */
  public static Map<String, String> contents(Path tree) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(tree)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        boolean file = Files.isRegularFile(path);
        contents.put(
            path.toString(),
            file ? Files.getLastModifiedTime(path) + " " + Files.readString(path) : "");
      }
    }
    return contents;
  }

  /** Forbids all writing to it; {@link FileTree} can still delete it. */
  public static void seal(Path tree) {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(tree)) {
      all = walk.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Path path : all) {
      if (!path.toFile().setReadOnly()) {
        throw new IllegalStateException("cannot seal " + path);
      }
    }
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
