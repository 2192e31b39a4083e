package io.riffle.hand;

import com.google.protobuf.Message;
import io.riffle.host.BuildCache;
import io.riffle.host.HostException;
import io.riffle.shuffle.Shuffler;
import io.riffle.storage.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The shuffler as one jar: the packages it is made of, its entry and its one library, taken from
 * what this JVM runs, stored without compression. Equal classes give an equal jar.
 */
final class ShufflerJar {
  static final String NAME = "shuffler.jar";

  private static final List<String> OURS =
      List.of(
          "io/riffle/isa",
          "io/riffle/storage",
          "io/riffle/elf",
          "io/riffle/criu",
          "io/riffle/shuffle",
          "io/riffle/hand/ShuffleMain.class");
  private static final List<String> LIBRARY = List.of("com/google/protobuf");
  private static final int HEX_DIGITS = 12;

  private final BuildCache cache;

  ShufflerJar(BuildCache cache) {
    this.cache = cache;
  }

  /** The jar, made now if it is not there; its folder's name tells its content. */
  Path get() {
    try {
      Map<String, byte[]> entries = new TreeMap<>();
      collect(Shuffler.class, OURS, entries);
      collect(Message.class, LIBRARY, entries);
      return cache
          .getOrBuild("native", "shuffler-" + digest(entries), folder -> write(entries, folder))
          .resolve(NAME);
    } catch (IOException | URISyntaxException e) {
      throw new HostException("cannot make a jar of the shuffler: " + e, e);
    }
  }

  private static void collect(Class<?> witness, List<String> parts, Map<String, byte[]> entries)
      throws IOException, URISyntaxException {
    Path origin = Path.of(witness.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(origin)) {
      collect(origin, parts, entries);
      return;
    }
    try (FileSystem jar = FileSystems.newFileSystem(origin)) {
      collect(jar.getPath("/"), parts, entries);
    }
  }

  private static void collect(Path root, List<String> parts, Map<String, byte[]> entries)
      throws IOException {
    for (String part : parts) {
      try (Stream<Path> files = Files.walk(root.resolve(part))) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
          entries.put(root.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
  }

  private static void write(Map<String, byte[]> entries, Path folder) throws IOException {
    try (OutputStream file = Files.newOutputStream(folder.resolve(NAME));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        CRC32 sum = new CRC32();
        sum.update(each.getValue());
        ZipEntry entry = new ZipEntry(each.getKey());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(each.getValue().length);
        entry.setCrc(sum.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(each.getValue());
      }
    }
  }

  private static String digest(Map<String, byte[]> entries) {
    MessageDigest sha = Sha256.digest();
    entries.forEach(
        (name, bytes) -> {
          sha.update(
              (name + ":" + bytes.length + ":").getBytes(java.nio.charset.StandardCharsets.UTF_8));
          sha.update(bytes);
        });
    return HexFormat.of().formatHex(sha.digest()).substring(0, HEX_DIGITS);
  }
}
