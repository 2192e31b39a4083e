package io.riffle.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads which packages an unpacked root tree holds. */
final class DpkgStatus {
  private DpkgStatus() {}

  /** Version by package name, sorted. */
  static Map<String, String> versions(Path tree) throws IOException {
    Map<String, String> versions = new TreeMap<>();
    String name = null;
    for (String line : Files.readAllLines(tree.resolve("var/lib/dpkg/status"))) {
      if (line.startsWith("Package: ")) {
        name = line.substring("Package: ".length());
      } else if (line.startsWith("Version: ") && name != null) {
        versions.put(name, line.substring("Version: ".length()));
      }
    }
    return versions;
  }
}
