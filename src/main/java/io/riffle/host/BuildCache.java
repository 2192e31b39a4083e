package io.riffle.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Keeps folders of built files by kind and key. A folder is built aside and renamed when it is
 * complete, so one that is found is whole; a lock file per key lets a second thread or process wait
 * for the first instead of building too.
 *
 * <pre>{@code
 * BuildCache cache = BuildCache.of(Home.fromEnvironment());
 * Path folder =
 *     cache.getOrBuild("tools", "sorter-1", made -> Files.copy(built, made.resolve("sorter")));
 * }</pre>
 */
public final class BuildCache {
  private static final Duration LONGEST_BUILD = Duration.ofMinutes(30);
  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Home home;
  private final Duration longestWait;

  BuildCache(Home home, Duration longestWait) {
    this.home = home;
    this.longestWait = longestWait;
  }

  /** The cache in the given folder. */
  public static BuildCache of(Home home) {
    return new BuildCache(home, LONGEST_BUILD);
  }

  /** Fills an empty folder; whatever it throws, the folder is deleted and nothing is kept. */
  @FunctionalInterface
  public interface Builder {
    /** Builds into {@code folder}, which exists and is empty. */
    void build(Path folder) throws IOException;
  }

  /** The folder built for the key, if there is one. */
  public Optional<Path> find(String kind, String key) {
    return Optional.of(home.folder(kind).resolve(key)).filter(Files::isDirectory);
  }

  /**
   * The folder built for the key, built now if there is none.
   *
   * @param kind first path component, such as {@code images}
   * @param key second path component; names everything that the content depends on
   * @throws HostException if the builder fails for reasons of this machine
   */
  public Path getOrBuild(String kind, String key, Builder builder) {
    Optional<Path> found = find(kind, key);
    return found.isPresent() ? found.get() : buildLocked(kind, key, builder);
  }

  /** As {@link Builder}, and names what only the building could tell, such as a version. */
  @FunctionalInterface
  public interface VersionedBuilder {
    /** Builds into {@code folder}, which exists and is empty, and returns the version. */
    String build(Path folder) throws IOException;
  }

  /** The newest folder built for any version of the prefix, if there is one. */
  public Optional<Path> findNewest(String kind, String prefix) {
    try (Stream<Path> built = Files.list(home.folder(kind))) {
      return built
          .filter(folder -> folder.getFileName().toString().startsWith(prefix + "-"))
          .filter(Files::isDirectory)
          .max(Comparator.comparingLong(folder -> folder.toFile().lastModified()));
    } catch (IOException e) {
      throw new HostException("cannot read " + home.folder(kind) + ": " + e, e);
    }
  }

  /**
   * The newest folder built for the prefix, built now if there is none.
   *
   * @param prefix names everything that is known before building; the builder's version completes
   *     the folder's name
   */
  public Path getOrBuildVersioned(String kind, String prefix, VersionedBuilder builder) {
    Optional<Path> found = findNewest(kind, prefix);
    return found.isPresent()
        ? found.get()
        : locked(
            kind,
            prefix,
            folder ->
                findNewest(kind, prefix)
                    .orElseGet(
                        () -> build(folder, prefix, aside -> prefix + "-" + builder.build(aside))));
  }

  private Path buildLocked(String kind, String key, Builder builder) {
    return locked(
        kind,
        key,
        folder ->
            find(kind, key)
                .orElseGet(
                    () ->
                        build(
                            folder,
                            key,
                            aside -> {
                              builder.build(aside);
                              return key;
                            })));
  }

  /**
   * Does something under the lock of a key. The lock keeps other processes out only as long as this
   * process closes no channel of its file, which the system takes for giving the lock up, whichever
   * thread had the channel. So a thread opens it only as holder of another lock before it: that one
   * may be lost in the same way for other processes, but never for threads of this one.
   */
  private Path locked(String kind, String key, Function<Path, Path> action) {
    Path folder = home.folder(kind);
    String what = kind + "/" + key;
    try (FileChannel amongThreads = open(folder.resolve("." + key + ".threads"));
        FileLock ofThread = lock(amongThreads);
        FileChannel amongProcesses = open(folder.resolve("." + key + ".lock"));
        FileLock ofProcess = lock(amongProcesses)) {
      return action.apply(folder);
    } catch (ConditionTimeoutException e) {
      throw new HostException(
          "another process has been building " + what + " for " + longestWait + ": end it", e);
    } catch (IOException | UncheckedIOException e) {
      throw FullDisk.explain(
          new HostException("cannot build " + what + " in " + home.path() + ": " + e, e), folder);
    } catch (HostException e) {
      throw FullDisk.explain(e, folder);
    }
  }

  private static FileChannel open(Path lockFile) throws IOException {
    return FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private FileLock lock(FileChannel channel) {
    return Awaitility.await("the lock of another build")
        .atMost(longestWait)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(() -> tryLock(channel), lock -> lock != null);
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByAnotherThreadOfThisProcess) {
      return null;
    }
  }

  private static Path build(Path folder, String key, VersionedBuilder builder) {
    deleteAbandoned(folder, key);
    Path aside = null;
    try {
      // A new name each time: what a killed build started may still write to the old one.
      aside = Files.createTempDirectory(folder, "." + key + ".building-");
      Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
      String name = builder.build(aside);
      return Files.move(aside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (aside != null) {
        FileTree.deleteIfPossible(aside);
      }
    }
  }

  /** Deletes what builds left that were killed: all of this key, whose lock is held, and old. */
  private static void deleteAbandoned(Path folder, String key) {
    Instant longAgo = Instant.now().minus(ABANDONED);
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        String name = entry.getFileName().toString();
        boolean ofThisKey = name.startsWith("." + key + ".building-");
        boolean old =
            name.startsWith(".")
                && name.contains(".building-")
                && Files.getLastModifiedTime(entry).toInstant().isBefore(longAgo);
        if (ofThisKey || old) {
          FileTree.deleteIfPossible(entry);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
