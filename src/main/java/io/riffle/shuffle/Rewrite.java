package io.riffle.shuffle;

import io.riffle.criu.ImageDirectory;
import io.riffle.criu.Memory;
import io.riffle.elf.ElfFile;
import io.riffle.storage.ByteStore;
import io.riffle.storage.Journal;
import io.riffle.storage.Overwrite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that one shuffle writes, collected first and then written together. */
final class Rewrite {
  /** What the binary is called among the files of the image. */
  static final String BINARY = "(binary)";

  private final Map<String, ByteStore> files = new HashMap<>();
  private final List<Memory> memories;
  private final List<Overwrite> changes = new ArrayList<>();

  Rewrite(ElfFile elf, List<TargetProcess> targets) {
    files.put(BINARY, elf.store());
    memories = targets.stream().map(target -> target.image().memory()).toList();
    memories.forEach(memory -> files.put(memory.file(), memory.store()));
  }

  void add(Overwrite change) {
    changes.add(change);
  }

  void addAll(List<Overwrite> more) {
    changes.addAll(more);
  }

  long bytes() {
    return changes.stream().mapToLong(change -> change.after().length).sum();
  }

  /**
   * Writes it all.
   *
   * @param image where the journal lies that makes it happen as a whole or not at all; empty if
   *     there is no directory for one
   */
  void write(Optional<ImageDirectory> image) throws IOException {
    try {
      if (image.isPresent()) {
        new Journal(image.get().directory(), files).commit(ImageDirectory.INVENTORY, changes);
      } else {
        for (Overwrite change : changes) {
          files.get(change.file()).write(change.offset(), change.after());
        }
      }
    } finally {
      memories.forEach(Memory::forget);
    }
  }
}
