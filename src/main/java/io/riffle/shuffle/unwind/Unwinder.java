package io.riffle.shuffle.unwind;

import io.riffle.criu.ProcessImage;
import io.riffle.criu.ThreadImage;
import java.io.IOException;
import java.util.List;

/**
 * Walks the stack of a dumped thread by call frame information. Stateless but for what the binaries
 * remember. Source: DWARF 5 section 6.4.
 */
public final class Unwinder {
  private final List<Module> modules;
  private final ModuleFiles files;

  private Unwinder(List<Module> modules, ModuleFiles files) {
    this.modules = List.copyOf(modules);
    this.files = files;
  }

  /** An unwinder that knows these binaries; the vDSO is found in the dump. */
  public static Unwinder of(List<Module> modules) {
    return of(modules, ModuleFiles.none());
  }

  /** An unwinder that knows these binaries and finds others, such as shared libraries, in files. */
  public static Unwinder of(List<Module> modules, ModuleFiles files) {
    return new Unwinder(modules, files);
  }

  /**
   * All frames of a thread, innermost first, to the end of its stack: a function whose return
   * address is marked undefined, such as {@code _start} or a thread's first.
   *
   * @throws UnwindException if the walk stops elsewhere, or a needed page or rule is missing
   * @throws IOException if a binary or the images cannot be read
   */
  public List<Frame> unwind(ThreadImage thread, ProcessImage process) throws IOException {
    return new Walk(new CodeMap(modules, files, process), thread, process).run();
  }
}
