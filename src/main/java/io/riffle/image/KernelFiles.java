package io.riffle.image;

import io.riffle.host.HostException;
import io.riffle.host.ToolFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The kernel that a package unpacked into a root tree.
 *
 * @param tree the root tree, which perhaps only tools see
 * @param release its version, the name of its folder in {@code lib/modules}
 */
record KernelFiles(Path tree, String release) {

  static KernelFiles in(Path tree) throws IOException {
    return new KernelFiles(
        tree,
        ToolFiles.names(tree.resolve("lib/modules")).stream()
            .findFirst()
            .orElseThrow(() -> new HostException("the kernel package brought no modules")));
  }

  /**
   * The files of the named modules, in the same order, without those built into the kernel.
   *
   * @throws HostException if the kernel has no module of a name
   */
  List<Path> modules(List<String> names) throws IOException {
    Path folder = tree.resolve("lib/modules/" + release);
    Set<String> builtIn =
        ToolFiles.text(folder.resolve("modules.builtin"))
            .lines()
            .map(line -> moduleName(Path.of(line)))
            .collect(Collectors.toSet());
    List<Path> files = ToolFiles.below(folder.resolve("kernel"), ".ko");
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
