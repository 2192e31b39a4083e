package io.riffle.guest;

import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Private folders of running guests: overlay disk and control socket. Each is named after its JVM's
 * process, so that those of a JVM that was killed are recognised and deleted by the next.
 */
final class RunFolder {
  /** sun_path of a Unix socket holds 108 bytes. */
  private static final int LONGEST_SOCKET_PATH = 100;

  private RunFolder() {}

  static Path create(Home home) {
    Path all = home.folder("run");
    if (all.toString().length() > LONGEST_SOCKET_PATH - 40) {
      all = Path.of(System.getProperty("java.io.tmpdir"));
    }
    try {
      deleteStale(all);
      return Files.createTempDirectory(all, "guest-" + ProcessHandle.current().pid() + "-");
    } catch (IOException e) {
      throw new HostException("cannot make a guest's folder in " + all + ": " + e, e);
    }
  }

  private static void deleteStale(Path all) throws IOException {
    try (Stream<Path> folders = Files.list(all)) {
      folders.filter(RunFolder::isStale).forEach(BuildCache::deleteTree);
    }
  }

  private static boolean isStale(Path folder) {
    String[] parts = folder.getFileName().toString().split("-");
    return parts.length == 3
        && parts[0].equals("guest")
        && parts[1].matches("[0-9]{1,10}")
        && ProcessHandle.of(Long.parseLong(parts[1])).isEmpty();
  }
}
