package io.riffle.shuffle.unwind;

import io.riffle.criu.MemoryMapping;
import io.riffle.elf.ElfFile;
import io.riffle.elf.Segment;
import java.util.List;
import java.util.Optional;

/**
 * A binary as loaded into a process.
 *
 * @param elf the binary
 * @param bias what is added to addresses as linked to get addresses in the process; 0 for a binary
 *     that is not position independent
 */
@SuppressWarnings("JavaLangClash") // The field's term for it; java.lang.Module is not used here.
public record Module(ElfFile elf, long bias) {
  /** The least page size; segments are mapped at multiples of it. */
  private static final long PAGE = 4096;

  /**
   * Finds where a binary is loaded.
   *
   * @param elf the binary
   * @param path its path as the process's mappings name it
   * @param mappings the mappings of the process
   * @return empty if a position-independent binary is not mapped from {@code path}
   */
  public static Optional<Module> loaded(ElfFile elf, String path, List<MemoryMapping> mappings) {
    if (!elf.positionIndependent()) {
      return Optional.of(new Module(elf, 0));
    }
    for (MemoryMapping mapping : mappings) {
      if (mapping.file().filter(path::equals).isEmpty()) {
        continue;
      }
      for (Segment segment : elf.segments()) {
        if (segment.type() == Segment.LOAD
            && (segment.offset() & -PAGE) == mapping.fileOffset()
            && (segment.flags() & Segment.EXECUTABLE) != 0 == mapping.executable()) {
          return Optional.of(new Module(elf, mapping.start() - (segment.virtualAddress() & -PAGE)));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether it has code or data at {@code address} of the process. */
  public boolean covers(long address) {
    return elf.segments().stream()
        .anyMatch(
            segment -> segment.type() == Segment.LOAD && segment.coversInMemory(address - bias));
  }
}
