package io.riffle.shuffle.unwind;

import io.riffle.criu.MemoryMapping;
import io.riffle.criu.ProcessImage;
import io.riffle.elf.ElfFile;
import io.riffle.elf.Segment;
import io.riffle.elf.Symbol;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which binary is where in a process, code without a file being read from its memory. */
final class CodeMap {
  private final List<Module> modules;
  private final ProcessImage process;
  private final Map<Long, Optional<Module>> inMemory = new HashMap<>();

  CodeMap(List<Module> modules, ProcessImage process) {
    this.modules = modules;
    this.process = process;
  }

  /** The binary that has {@code address}. */
  Optional<Module> moduleAt(long address) throws IOException {
    for (Module module : modules) {
      if (module.covers(address)) {
        return Optional.of(module);
      }
    }
    Optional<MemoryMapping> mapping = process.mappingAt(address);
    if (mapping.isEmpty() || mapping.get().file().isPresent() || !mapping.get().executable()) {
      return Optional.empty();
    }
    long start = mapping.get().start();
    if (!inMemory.containsKey(start)) {
      inMemory.put(start, read(mapping.get()));
    }
    return inMemory.get(start);
  }

  /** Name of the function at an address, or something to put in its place in a message. */
  String symbol(long address) {
    try {
      Optional<Module> module = moduleAt(address);
      if (module.isEmpty()) {
        return "no known binary";
      }
      Optional<Symbol> symbol = module.get().elf().functionAt(address - module.get().bias());
      return symbol.map(Symbol::name).orElse("no symbol of " + module.get().elf());
    } catch (IOException unreadable) {
      return "a binary with unreadable symbols";
    }
  }

  /** Whether the process has {@code code} at {@code address}. */
  boolean has(byte[] code, long address) throws IOException {
    if (process.memory().holds(address, code.length)) {
      return Arrays.equals(process.memory().read(address, code.length), code);
    }
    Optional<Module> module = moduleAt(address);
    if (module.isEmpty()) {
      return false;
    }
    ElfFile elf = module.get().elf();
    Optional<Long> offset = elf.fileOffset(address - module.get().bias());
    return offset.isPresent()
        && offset.get() >= 0
        && offset.get() <= elf.store().size() - code.length
        && Arrays.equals(elf.store().read(offset.get(), code.length), code);
  }

  private Optional<Module> read(MemoryMapping mapping) throws IOException {
    if (!process.memory().holds(mapping.start(), mapping.size())) {
      return Optional.empty();
    }
    String name = "code without a file at 0x" + Long.toHexString(mapping.start());
    ElfFile elf = ElfFile.read(process.memory().view(name, mapping.start(), mapping.size()));
    for (Segment segment : elf.segments()) {
      if (segment.type() == Segment.LOAD) {
        long linked = segment.virtualAddress() - segment.offset();
        return Optional.of(new Module(elf, mapping.start() - linked));
      }
    }
    return Optional.empty();
  }
}
