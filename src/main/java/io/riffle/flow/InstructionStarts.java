package io.riffle.flow;

import io.riffle.elf.ElfFile;
import io.riffle.elf.Symbol;
import io.riffle.shuffle.decode.Decoder;
import io.riffle.storage.LocalByteStore;
import io.riffle.workload.MigrationPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where the instructions of a function begin. The monitor has no decoder, and a breakpoint in the
 * middle of an instruction makes another instruction of it. Shuffles leave these places alone.
 */
final class InstructionStarts {
  private InstructionStarts() {}

  /**
   * What is wrong with a point of the program; empty if nothing is, or the monitor will find it.
   *
   * @param binary a file of this machine
   */
  static Optional<String> objection(Path binary, MigrationPoint point) throws IOException {
    if (point.offset() == 0) {
      return Optional.empty();
    }
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
      ElfFile file = ElfFile.read(store);
      Optional<Symbol> function = file.function(point.function());
      if (function.isEmpty() || point.offset() >= function.get().size()) {
        return Optional.empty();
      }
      NavigableSet<Integer> starts = of(file, function.get());
      return starts.contains(point.offset())
          ? Optional.empty()
          : Optional.of(
              "no instruction begins at %s+0x%x: the next lower one does at +0x%x"
                  .formatted(point.function(), point.offset(), starts.lower(point.offset())));
    }
  }

  /** The distances of its instructions from its entry, in bytes. */
  private static NavigableSet<Integer> of(ElfFile file, Symbol function) throws IOException {
    return Decoder.of(file.isa()).decodeAll(file.code(function), function.value()).stream()
        .map(instruction -> Math.toIntExact(instruction.address() - function.value()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
