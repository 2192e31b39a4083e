package io.riffle.cli;

import io.riffle.elf.ElfFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Loads the classes that commands need, and ends: what the launcher runs once after a build, to
 * have the JVM archive them.
 */
final class Preload {
  private static final List<String> PACKAGES =
      List.of("isa", "storage", "elf", "criu", "shuffle", "cli");

  private Preload() {}

  /** Takes no arguments. */
  public static void main(String... arguments) throws Exception {
    try (PrintWriter nowhere = new PrintWriter(Writer.nullWriter())) {
      Main.run(nowhere, nowhere, "shuffle", "--help");
      Main.run(nowhere, nowhere, "shuffle", "/nonexistent", "/nonexistent", "--seed", "1");
    }
    URI code = ElfFile.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path path = Path.of(code);
    if (Files.isDirectory(path)) {
      load(path);
      return;
    }
    try (FileSystem jar = FileSystems.newFileSystem(path, Map.of())) {
      load(jar.getPath("/"));
    }
  }

  private static void load(Path root) throws IOException, ClassNotFoundException {
    for (String name : PACKAGES) {
      try (Stream<Path> files = Files.walk(root.resolve("io/riffle").resolve(name))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
          String relative = root.relativize(file).toString();
          if (!relative.contains("package-info")) {
            Class.forName(
                relative.substring(0, relative.length() - ".class".length()).replace('/', '.'));
          }
        }
      }
    }
  }
}
