package io.riffle.flow;

import io.riffle.guest.Guest;
import io.riffle.host.HostException;
import io.riffle.storage.ByteStore;
import io.riffle.storage.MirroredStore;
import io.riffle.storage.Sha256;
import io.riffle.workload.MigrationPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What this side knows of a binary in a guest: it was built here, and each shuffle since was made
 * from here. If the binary still has that content, by its digest, a shuffle need not read it from
 * the guest. Not safe for use by several threads.
 *
 * <pre>{@code
 * BinaryMirror mirror = new BinaryMirror(guest, "/root/ep/ep", built);
 * try (ByteStore binary = mirror.open(guest.shell().directory("/root/ep").open("ep"))) {
 *   ElfFile elf = ElfFile.read(binary);
 * }
 * }</pre>
 */
public final class BinaryMirror {
  private static final Duration LIMIT = Duration.ofSeconds(4);

  private final Guest guest;
  private final String path;
  private final Path original;
  private byte[] latest = new byte[0];

  /**
   * A mirror of a binary.
   *
   * @param path where it lies in the guest
   * @param original the file of this machine that it was copied from
   */
  public BinaryMirror(Guest guest, String path, Path original) {
    this.guest = guest;
    this.path = path;
    this.original = original;
  }

  /** What is wrong with a point of the binary, see {@link InstructionStarts}. */
  Optional<String> objection(MigrationPoint point) {
    try {
      return InstructionStarts.objection(original, point);
    } catch (IOException e) {
      throw new HostException("cannot read " + original + ": " + e, e);
    }
  }

  /**
   * The binary for a shuffle: read from here if it is known, from the guest if it is not.
   *
   * @param store the binary in the guest, opened for writing; is closed with what is returned
   */
  public ByteStore open(ByteStore store) throws IOException {
    String digest = guest.run("sha256sum < " + path, LIMIT).orThrow().output().split(" ", 2)[0];
    for (byte[] known : List.of(latest, Files.readAllBytes(original))) {
      if (known.length > 0 && digest.equals(Sha256.hex(known))) {
        latest = known;
        return new MirroredStore(store, latest);
      }
    }
    latest = new byte[0];
    return store;
  }
}
