package io.riffle.shuffle;

import io.riffle.criu.MemoryMapping;
import io.riffle.criu.ProcessImage;
import io.riffle.elf.ElfFile;
import io.riffle.elf.Segment;
import io.riffle.shuffle.unwind.Module;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A dumped process that runs the binary.
 *
 * @param image the process
 * @param module the binary as loaded into it
 */
record TargetProcess(ProcessImage image, Module module) {
  private static final long PAGE = 4096;

  /**
   * The processes of an image that run a binary, at least one.
   *
   * @throws ShuffleException if there is none, or if another process has some of the binary's code
   *     without running it as the binary has it, such as one that changed the protection of a part:
   *     it would go on with old code or old frames
   */
  static List<TargetProcess> allOf(List<ProcessImage> processes, ElfFile binary)
      throws ShuffleException {
    List<TargetProcess> targets = new ArrayList<>();
    List<ProcessImage> others = new ArrayList<>();
    for (ProcessImage process : processes) {
      Optional<TargetProcess> target = of(process, binary);
      target.ifPresentOrElse(targets::add, () -> others.add(process));
    }
    if (targets.isEmpty()) {
      throw new ShuffleException(
          "no process of the image runs %s: they run %s"
              .formatted(
                  binary,
                  processes.stream()
                      .map(process -> process.pid() + " " + process.executable().orElse("nothing"))
                      .collect(Collectors.joining(", "))));
    }
    Set<String> files =
        targets.stream()
            .flatMap(target -> target.image().executable().stream())
            .collect(Collectors.toSet());
    for (ProcessImage other : others) {
      for (MemoryMapping mapping : other.mappings()) {
        if (mapping.executable() && mapping.file().filter(files::contains).isPresent()) {
          throw new ShuffleException(
              ("process %d of the image has code of %s at 0x%x, but not as a whole and where the"
                      + " program has it, so that it cannot be shuffled with it: dump the others"
                      + " without it")
                  .formatted(other.pid(), mapping.file().get(), mapping.start()));
        }
      }
    }
    return targets;
  }

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
