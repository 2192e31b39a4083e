package io.riffle.criu;

import io.riffle.isa.Isa;
import java.util.List;
import java.util.Optional;

/**
 * A process as dumped.
 *
 * @param pid process id
 * @param isa the ISA it ran on
 * @param threads its threads, the main thread first
 * @param mappings its memory mappings, ascending
 * @param memory its dumped memory
 * @param executable path of the program it runs, as the dumping machine named it
 */
public record ProcessImage(
    int pid,
    Isa isa,
    List<ThreadImage> threads,
    List<MemoryMapping> mappings,
    Memory memory,
    Optional<String> executable) {

  /** Copies the lists. */
  public ProcessImage {
    threads = List.copyOf(threads);
    mappings = List.copyOf(mappings);
  }

  /** The mapping that has {@code address}. */
  public Optional<MemoryMapping> mappingAt(long address) {
    return mappings.stream().filter(mapping -> mapping.covers(address)).findFirst();
  }
}
