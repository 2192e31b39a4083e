package io.riffle.guest;

import io.riffle.host.BuildCache;
import io.riffle.host.FileTree;
import io.riffle.host.HostException;
import io.riffle.storage.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The snapshots of this machine: each made once, when its first guest is wanted. */
final class SnapshotStore {
  private static final String KIND = "snapshots";
  private static final int HEX_DIGITS = 16;

  /** Counts up when a snapshot is made differently of the same things. */
  private static final int FORMAT = 1;

  private static final Duration UNUSED = Duration.ofDays(7);

  private final GuestHost host;
  private final boolean ramIsFile;
  private final Clock clock;

  SnapshotStore(GuestHost host) {
    this(host, true);
  }

  /** With the slower kind of snapshot if {@code ramIsFile} is false. */
  SnapshotStore(GuestHost host, boolean ramIsFile) {
    this(host, ramIsFile, Clock.systemUTC());
  }

  /** With a clock that tells when snapshots are used. */
  SnapshotStore(GuestHost host, boolean ramIsFile, Clock clock) {
    this.host = host;
    this.ramIsFile = ramIsFile;
    this.clock = clock;
  }

  /** The snapshot of a guest, if there is a whole one. */
  Optional<Snapshot> find(GuestConfig config) {
    Optional<Path> folder = BuildCache.of(host.home()).find(KIND, key(config));
    try {
      return folder.isPresent() ? Optional.of(Snapshot.open(folder.get())) : Optional.empty();
    } catch (Snapshot.DamagedException e) {
      return Optional.empty();
    }
  }

  /**
   * The snapshot of a guest, made now if there is none or it is damaged. Other threads and
   * processes that want the same one wait for it.
   *
   * @throws GuestException.BootFailure if the guest does not boot
   * @throws io.riffle.host.HostException if this machine cannot make it
   */
  Snapshot get(GuestConfig config) {
    String key = key(config);
    BuildCache cache = BuildCache.of(host.home());
    SnapshotMaker snapshots = new SnapshotMaker(config, host, ramIsFile);
    BuildCache.Builder maker =
        folder -> {
          deleteUnused(folder.getParent());
          snapshots.make(folder);
        };
    Path folder = cache.getOrBuild(KIND, key, maker);
    try {
      Snapshot found = Snapshot.open(folder);
      // So the description tells when it was last used.
      Files.setLastModifiedTime(found.files().description(), FileTime.from(clock.instant()));
      return found;
    } catch (IOException e) {
      // Another process has discarded it in between, as one that it could not go on from.
    } catch (Snapshot.DamagedException damaged) {
      delete(folder);
    }
    folder = cache.getOrBuild(KIND, key, maker);
    try {
      return Snapshot.open(folder);
    } catch (Snapshot.DamagedException e) {
      throw new HostException(
          "the snapshot in " + folder + " is damaged at once: " + e.getMessage(), e);
    }
  }

  /** Deletes those that nobody has used for long: each takes a hundred megabytes. */
  private void deleteUnused(Path all) throws IOException {
    Instant longAgo = clock.instant().minus(UNUSED);
    try (Stream<Path> folders = Files.list(all)) {
      for (Path folder : (Iterable<Path>) folders::iterator) {
        Path description = new SnapshotFiles(folder).description();
        if (Files.exists(description)
            && Files.getLastModifiedTime(description).toInstant().isBefore(longAgo)) {
          delete(folder);
        }
      }
    }
  }

  /** Deletes a snapshot that turned out to be of no use, unless another has taken its place. */
  void discard(Snapshot snapshot) {
    Path folder = snapshot.files().folder();
    try {
      if (Snapshot.identity(folder).equals(snapshot.identity())) {
        delete(folder);
      }
    } catch (IOException e) {
      // It is gone already.
    }
  }

  /** At once for whoever looks for it; a QEMU that runs from it keeps what it has open. */
  private static void delete(Path folder) {
    try {
      Path aside =
          Files.createTempDirectory(folder.getParent(), ".discarded.building-").resolve("it");
      Files.move(folder, aside);
      FileTree.deleteIfPossible(aside.getParent());
    } catch (IOException e) {
      // Another has deleted it.
    }
  }

  /** Everything that the saved state depends on, for the command line says it. */
  String key(GuestConfig config) {
    try {
      Path somewhere = Path.of("/x");
      List<String> command =
          new QemuCommand(
                  config,
                  Origin.resume(new SnapshotFiles(somewhere), ramIsFile),
                  somewhere,
                  somewhere,
                  ControlSocket.at(somewhere),
                  Port.here(0))
              .arguments();
      String all =
          String.join(
              "\n",
              Integer.toString(FORMAT),
              host.qemu().identity(config.isa()),
              config.image().folder().toString(),
              config.image().manifest().key(),
              config.image().manifest().built().toString(),
              String.join(" ", command));
      String digest = Sha256.hex(all.getBytes(StandardCharsets.UTF_8));
      return config.isa() + "-" + digest.substring(0, HEX_DIGITS);
    } catch (IOException e) {
      throw new HostException("cannot look at QEMU: " + e, e);
    }
  }
}
