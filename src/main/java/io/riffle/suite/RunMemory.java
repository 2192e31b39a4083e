package io.riffle.suite;

import io.riffle.elf.ElfFile;
import io.riffle.elf.Segment;
import io.riffle.host.HostException;
import io.riffle.storage.LocalByteStore;
import java.io.IOException;
import java.nio.file.Path;

/** How much RAM a guest needs for a program whose data are variables of fixed size. */
final class RunMemory {
  /** What a guest needs besides the program, in MiB. */
  private static final int BESIDES_MB = 512;

  /** Guests of the same size share a snapshot, so there are few sizes. */
  private static final int STEP_MB = 512;

  private RunMemory() {}

  /** The least RAM of a guest that is to run the program, in MiB. */
  static int of(Path binary) {
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
      long bytes =
          ElfFile.read(store).segments().stream()
              .filter(segment -> segment.type() == Segment.LOAD)
              .mapToLong(Segment::memorySize)
              .sum();
      return megabytes(bytes);
    } catch (IOException e) {
      throw new HostException("cannot read how much memory " + binary + " takes: " + e, e);
    }
  }

  static int megabytes(long loaded) {
    long whole = (loaded >> 20) + 1 + BESIDES_MB;
    return Math.toIntExact((whole + STEP_MB - 1) / STEP_MB * STEP_MB);
  }
}
