package io.riffle.shuffle.unwind;

import io.riffle.criu.FileIdentity;
import io.riffle.criu.MemoryMapping;
import io.riffle.criu.ProcessImage;
import io.riffle.elf.ElfFile;
import io.riffle.storage.ByteStore;
import io.riffle.storage.Directory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that dumped processes have mapped, such as shared libraries, found by their paths on
 * the machine that dumped. A file is opened when a stack leads into it, and of it only what the
 * walk asks for is read. Not safe for use by several threads.
 */
public final class ModuleFiles implements Closeable {
  private final Optional<Directory> root;
  private final Map<String, Optional<ElfFile>> files = new HashMap<>();
  private final List<ByteStore> opened = new ArrayList<>();

  private ModuleFiles(Optional<Directory> root) {
    this.root = root;
  }

  /** No files: only what is in the dump, and what the unwinder is given, can be walked through. */
  public static ModuleFiles none() {
    return new ModuleFiles(Optional.empty());
  }

  /**
   * Files below a folder.
   *
   * @param root what the processes saw as {@code /}
   */
  public static ModuleFiles below(Directory root) {
    return new ModuleFiles(Optional.of(root));
  }

  /**
   * The binary that is mapped at a mapping.
   *
   * @throws UnwindException if the file is another than the process had mapped, or its path cannot
   *     be one
   * @return empty if the mapping has no file, or it is not there, or no binary of the process's ISA
   *     that would be mapped so
   */
  Optional<Module> at(MemoryMapping mapping, ProcessImage process) throws IOException {
    if (root.isEmpty() || mapping.file().isEmpty() || !mapping.file().get().startsWith("/")) {
      return Optional.empty();
    }
    String path = mapping.file().get();
    if (!files.containsKey(path)) {
      files.put(path, open(path));
    }
    if (files.get(path).isPresent() && mapping.identity().isPresent()) {
      check(path, files.get(path).get(), mapping.identity().get());
    }
    return files
        .get(path)
        .filter(elf -> elf.isa() == process.isa())
        .flatMap(elf -> Module.loaded(elf, path, process.mappings()))
        .filter(module -> module.covers(mapping.start()));
  }

  /** Why a mapped file of a process is not known, and the way out. */
  String absence(ProcessImage process) {
    return root.map(
                folder ->
                    "no binary of %s that was mapped so lies under that path below %s"
                        .formatted(process.isa(), folder.name()))
            .orElse("no folder with the program's shared libraries was given")
        + ": --root must be the folder that the program saw as /";
  }

  /** Whether it is what was mapped: frames of another build would be walked by the wrong rules. */
  private void check(String path, ElfFile elf, FileIdentity dumped) throws IOException {
    Optional<String> objection = dumped.objection(elf.store().size(), elf.buildId());
    if (objection.isPresent()) {
      throw new UnwindException(
          "%s below %s %s: --root must be the folder that the program saw as /"
              .formatted(path, root.get().name(), objection.get()));
    }
  }

  private Optional<ElfFile> open(String path) throws IOException {
    ByteStore store;
    try {
      store = root.get().openReadOnly(path.substring(1));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (InvalidPathException e) {
      throw new UnwindException(
          ("the images say that the program had mapped '%s', which is no path here"
                  + " (%s at %d): they are damaged, or the locale is not UTF-8")
              .formatted(path.replace('\0', '?'), e.getReason(), e.getIndex()),
          e);
    }
    opened.add(store);
    return Optional.of(ElfFile.read(store));
  }

  @Override
  public void close() throws IOException {
    for (ByteStore store : opened) {
      store.close();
    }
    opened.clear();
    files.clear();
  }
}
