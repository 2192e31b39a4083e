package io.riffle.image;

import io.riffle.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kernel that a package unpacked into a root tree.
 *
 * @param tree the root tree
 * @param release its version, the name of its folder in {@code lib/modules}
 */
record KernelFiles(Path tree, String release) {

  static KernelFiles in(Path tree) throws IOException {
    try (Stream<Path> releases = Files.list(tree.resolve("lib/modules"))) {
      return new KernelFiles(
          tree,
          releases
              .map(folder -> folder.getFileName().toString())
              .findFirst()
              .orElseThrow(() -> new HostException("the kernel package brought no modules")));
    }
  }

  /** Moves the kernel out of the tree, since QEMU loads it from the host. */
  void moveKernel(Path target) throws IOException {
    Files.move(tree.resolve("boot/vmlinuz-" + release), target);
    for (String rest : List.of("System.map-", "config-")) {
      Files.deleteIfExists(tree.resolve("boot/" + rest + release));
    }
  }

  /**
   * The files of the named modules, in the same order, without those built into the kernel.
   *
   * @throws HostException if the kernel has no module of a name
   */
  List<Path> modules(List<String> names) throws IOException {
    Path folder = tree.resolve("lib/modules/" + release);
    Set<String> builtIn =
        Files.readAllLines(folder.resolve("modules.builtin")).stream()
            .map(line -> moduleName(Path.of(line)))
            .collect(Collectors.toSet());
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder.resolve("kernel"))) {
      files = all.filter(file -> file.toString().endsWith(".ko")).toList();
    }
    List<Path> found = new ArrayList<>();
    for (String name : names) {
      Optional<Path> file = files.stream().filter(f -> moduleName(f).equals(name)).findFirst();
      if (file.isPresent()) {
        found.add(file.get());
      } else if (!builtIn.contains(name)) {
        throw new HostException(
            "the kernel " + release + " has no module '" + name + "': correct the recipe");
      }
    }
    return found;
  }

  private static String moduleName(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.indexOf(".ko")).replace('-', '_');
  }
}
