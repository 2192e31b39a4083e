package io.riffle.workload;

import io.riffle.storage.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Says which sources a folder holds.
 *
 * <pre>{@code
 * String which = SourceDigest.of(tree, List.of(tree.resolve("src/server.c")));
 * }</pre>
 */
public final class SourceDigest {
  private static final int DIGITS = 16;

  private SourceDigest() {}

  /** The beginning of a SHA-256 of files below a folder, by their names there and contents. */
  public static String of(Path root, List<Path> files) throws IOException {
    MessageDigest digest = Sha256.digest();
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      String head = root.relativize(file) + "\0" + content.length + "\0";
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      digest.update(content);
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }
}
