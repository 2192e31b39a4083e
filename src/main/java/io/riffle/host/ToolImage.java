package io.riffle.host;

import io.riffle.storage.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The container image with all tools; Docker keeps it, so it is made once a machine. */
final class ToolImage {
  private static final String REPOSITORY = "riffle-tools";
  private static final int HASH_CHARACTERS = 12;

  private ToolImage() {}

  /** Everything that is in it. */
  static List<String> packages() {
    return packages(System.getProperty("os.arch"));
  }

  /** Everything that is in it where the JVM gives the machine's ISA the name. */
  static List<String> packages(String osArch) {
    return Stream.concat(
            Resources.text("host/packages.txt").lines(),
            // Compilers' packages for foreign ISAs depend on which ISA is not foreign.
            CrossCompiler.requiredTools(osArch).stream().map(RequiredTool::debianPackage))
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Its name, after it was made if need be: by the Dockerfile where a registry can be reached or a
   * base is named, else from a tarball that mmdebstrap makes.
   *
   * @throws HostException if it can be made in neither way
   */
  static String get(Home home) {
    String name = REPOSITORY + ":" + hash();
    if (Docker.hasImage(name)) {
      return name;
    }
    Path scratch = null;
    try {
      scratch = Files.createTempDirectory(home.folder("container"), "image");
      make(name, scratch);
      return name;
    } catch (IOException e) {
      throw new HostException("cannot make the image of tools: " + e, e);
    } finally {
      if (scratch != null) {
        FileTree.deleteIfPossible(scratch);
      }
    }
  }

  private static void make(String name, Path scratch) throws IOException {
    try {
      Docker.build(name, packages(), scratch);
    } catch (ToolFailedException noRegistry) {
      if (Docker.base().isPresent()) {
        throw noRegistry;
      }
      try {
        Docker.unpack(name, packages(), scratch);
      } catch (HostException e) {
        e.addSuppressed(noRegistry);
        throw e;
      }
    }
  }

  private static String hash() {
    MessageDigest sha = Sha256.digest();
    sha.update(Resources.text("host/Dockerfile").getBytes(StandardCharsets.UTF_8));
    sha.update(Docker.base().orElse("").getBytes(StandardCharsets.UTF_8));
    sha.update(packages().toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(sha.digest()).substring(0, HASH_CHARACTERS);
  }
}
