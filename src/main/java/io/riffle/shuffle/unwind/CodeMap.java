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

/**
 * Which binary is where in a process: those that are given, files that it has mapped, and code
 * without a file, which is read from its memory.
 */
final class CodeMap {
  private static final long FUNCTION_LIMIT = 1 << 16;

  private final List<Module> modules;
  private final ModuleFiles files;
  private final ProcessImage process;
  private final Map<Long, Optional<Module>> inMemory = new HashMap<>();

  CodeMap(List<Module> modules, ModuleFiles files, ProcessImage process) {
    this.modules = modules;
    this.files = files;
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
    if (mapping.isEmpty() || !mapping.get().executable()) {
      return Optional.empty();
    }
    if (mapping.get().file().isPresent()) {
      return files.at(mapping.get(), process);
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
        return unknownFile(address).orElse("no known binary");
      }
      Optional<Symbol> symbol = module.get().elf().functionAt(address - module.get().bias());
      return symbol.map(Symbol::name).orElse("no symbol of " + module.get().elf());
    } catch (IOException unreadable) {
      return "a binary with unreadable symbols";
    }
  }

  /** Why no binary is known to describe an address, or else that its binary does not. */
  String whyUndescribed(long address) throws IOException {
    Optional<String> file = moduleAt(address).isPresent() ? Optional.empty() : unknownFile(address);
    return file.map(path -> files.absence(process))
        .orElse("no call frame information describes it");
  }

  /** The file that is mapped at an address, which is not among the known binaries. */
  private Optional<String> unknownFile(long address) {
    return process.mappingAt(address).flatMap(MemoryMapping::file);
  }

  /** Whether the process has {@code code} at {@code address}. */
  boolean has(byte[] code, long address) throws IOException {
    Optional<byte[]> found = bytes(address, code.length);
    return found.isPresent() && Arrays.equals(found.get(), code);
  }

  /** The code of the function that has {@code address}, if it has a symbol with a size. */
  Optional<byte[]> functionAt(long address) throws IOException {
    Optional<Module> module = moduleAt(address);
    if (module.isEmpty()) {
      return Optional.empty();
    }
    long bias = module.get().bias();
    Optional<Symbol> symbol = module.get().elf().functionAt(address - bias);
    if (symbol.isEmpty() || symbol.get().size() < 1 || symbol.get().size() > FUNCTION_LIMIT) {
      return Optional.empty();
    }
    return bytes(symbol.get().value() + bias, (int) symbol.get().size());
  }

  /** Bytes of the process: from the dump, or else from the file that is mapped there. */
  Optional<byte[]> bytes(long address, int length) throws IOException {
    if (process.memory().holds(address, length)) {
      return Optional.of(process.memory().read(address, length));
    }
    Optional<Module> module = moduleAt(address);
    if (module.isEmpty()) {
      return Optional.empty();
    }
    ElfFile elf = module.get().elf();
    Optional<Long> offset = elf.fileOffset(address - module.get().bias());
    if (offset.isEmpty() || offset.get() < 0 || offset.get() > elf.store().size() - length) {
      return Optional.empty();
    }
    return Optional.of(elf.store().read(offset.get(), length));
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
