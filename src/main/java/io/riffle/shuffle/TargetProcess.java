package io.riffle.shuffle;

import io.riffle.criu.MemoryMapping;
import io.riffle.criu.ProcessImage;
import io.riffle.elf.ElfFile;
import io.riffle.elf.Segment;
import io.riffle.shuffle.unwind.Module;
import java.util.Optional;

/**
 * A dumped process that runs the binary.
 *
 * @param image the process
 * @param module the binary as loaded into it
 */
record TargetProcess(ProcessImage image, Module module) {
  private static final long PAGE = 4096;

  /**
   * The process as a target, if the program that it runs is mapped just as the binary's code would
   * be. Whether it is that very binary only the text pages tell; see {@link TextPages}.
   */
  static Optional<TargetProcess> of(ProcessImage process, ElfFile binary) {
    if (process.isa() != binary.isa() || process.executable().isEmpty()) {
      return Optional.empty();
    }
    String path = process.executable().get();
    return Module.loaded(binary, path, process.mappings())
        .filter(
            module ->
                binary.segments().stream()
                    .filter(TargetProcess::isCode)
                    .allMatch(segment -> isMapped(segment, module, path, process)))
        .map(module -> new TargetProcess(process, module));
  }

  private static boolean isCode(Segment segment) {
    return segment.type() == Segment.LOAD && (segment.flags() & Segment.EXECUTABLE) != 0;
  }

  private static boolean isMapped(
      Segment segment, Module module, String path, ProcessImage process) {
    long address = (segment.virtualAddress() + module.bias()) & -PAGE;
    long end = (segment.virtualAddress() + segment.memorySize() + module.bias() + PAGE - 1) & -PAGE;
    Optional<MemoryMapping> mapping = process.mappingAt(address);
    return mapping.isPresent()
        && mapping.get().executable()
        && mapping.get().file().filter(path::equals).isPresent()
        && mapping.get().fileOffset() + address - mapping.get().start()
            == (segment.offset() & -PAGE)
        && mapping.get().end() >= end;
  }
}
