package io.riffle.guest;

import io.riffle.host.Backend;
import io.riffle.host.FileTree;
import io.riffle.host.Home;
import io.riffle.host.HostException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * The private folder of a running guest: overlay disk and control socket. It is locked as long as
 * its JVM lives, so that the folders of a JVM that was killed are recognised, from other containers
 * too, and deleted by the next.
 */
final class RunFolder implements AutoCloseable {
  private static final String PREFIX = "vm-";
  private static final String LOCK = "lock";

  /** sun_path of a Unix socket holds 108 bytes; names of the folder and the socket come on top. */
  private static final int LONGEST_PARENT = 60;

  private final Path path;
  private final FileChannel lock;

  private RunFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes a folder, and deletes those of dead JVMs.
   *
   * @throws HostException if it cannot be made
   */
  static RunFolder create(Home home) {
    Path all = parent(home);
    try {
      return createIn(all);
    } catch (IOException e) {
      throw new HostException(
          "cannot make a guest's folder in "
              + all
              + " ("
              + e
              + "): free space or set "
              + Home.VARIABLE
              + " to another folder",
          e);
    }
  }

  Path path() {
    return path;
  }

  /** One at a time: a folder that is not locked yet would look abandoned. */
  private static synchronized RunFolder createIn(Path all) throws IOException {
    try (FileChannel gate = open(all.resolve("." + LOCK));
        FileLock passed = gate.lock()) {
      String mine = PREFIX + thisJvm() + "-";
      deleteAbandoned(all, mine);
      Path path = Files.createTempDirectory(all, mine);
      FileChannel lock = open(path.resolve(LOCK));
      lock.lock();
      return new RunFolder(path, lock);
    }
  }

  private static void deleteAbandoned(Path all, String mine) throws IOException {
    try (Stream<Path> folders = Files.list(all)) {
      for (Path folder : (Iterable<Path>) folders::iterator) {
        String name = folder.getFileName().toString();
        // Closing any channel on a file gives up this JVM's lock on it: one's own are left alone.
        if (name.startsWith(PREFIX) && !name.startsWith(mine) && isAbandoned(folder)) {
          FileTree.deleteIfPossible(folder);
        }
      }
    }
  }

  private static boolean isAbandoned(Path folder) {
    try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Process number and start time: the number alone may come again. */
  private static String thisJvm() {
    ProcessHandle jvm = ProcessHandle.current();
    return jvm.pid() + "." + jvm.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static Path parent(Home home) {
    Path all = home.folder("run");
    // The container takes commands by TCP, and sees few folders besides this.
    if (all.toString().length() <= LONGEST_PARENT
        || Backend.fromEnvironment() == Backend.CONTAINER) {
      return all;
    }
    Path shorter = Path.of("/tmp", "riffle-" + System.getProperty("user.name"));
    try {
      if (!Files.isDirectory(shorter)) {
        Files.createDirectory(
            shorter,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      if (!Files.getOwner(shorter).getName().equals(System.getProperty("user.name"))) {
        throw new IOException("it belongs to " + Files.getOwner(shorter));
      }
      return shorter;
    } catch (IOException e) {
      throw new HostException(
          "cannot use " + shorter + " (" + e + "): set " + Home.VARIABLE + " to a shorter path", e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  @Override
  public void close() {
    try (lock) {
      FileTree.deleteIfPossible(path);
    } catch (IOException e) {
      // The folder is gone, and so is the lock.
    }
  }
}
