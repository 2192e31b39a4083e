package io.riffle.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The recipes, native sources and fixtures that travel in Riffle's jar. */
public final class Resources {
  private static final String ROOT = "io/riffle/";

  private Resources() {}

  /**
   * One file as text.
   *
   * @param name path below {@code io/riffle}, such as {@code vm-images/x86-64.yaml}
   * @throws HostException if there is no such resource
   */
  public static String text(String name) {
    try (InputStream in = Resources.class.getClassLoader().getResourceAsStream(ROOT + name)) {
      if (in == null) {
        throw new HostException("Riffle's jar lacks " + name + ": build it again (mvn package)");
      }
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new HostException("cannot read " + name + " from Riffle's jar: " + e, e);
    }
  }

  /** Copies the files below a folder, such as {@code fixtures/npb}, into {@code target}. */
  public static void copyTree(String folder, Path target) throws IOException {
    URL url = Resources.class.getClassLoader().getResource(ROOT + folder);
    if (url == null) {
      throw new HostException("Riffle's jar lacks " + folder + ": build it again (mvn package)");
    }
    try {
      URI uri = url.toURI();
      if (uri.getScheme().equals("jar")) {
        // Opened by path: by URI, a second thread would find it already open.
        String jarUri = uri.getSchemeSpecificPart().split("!")[0];
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(URI.create(jarUri)))) {
          copy(jar.getPath(ROOT + folder), target);
        }
      } else {
        copy(Path.of(uri), target);
      }
    } catch (URISyntaxException e) {
      throw new IOException("strange resource location " + url, e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path source : (Iterable<Path>) tree::iterator) {
        Path target = to.resolve(from.relativize(source).toString());
        if (Files.isDirectory(source)) {
          Files.createDirectories(target);
        } else {
          Files.copy(source, target);
        }
      }
    }
  }
}
