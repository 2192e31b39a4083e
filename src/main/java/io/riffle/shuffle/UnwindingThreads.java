package io.riffle.shuffle;

import io.riffle.criu.MemoryMapping;
import io.riffle.elf.Symbol;
import io.riffle.shuffle.unwind.Frame;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells threads that were dumped while they unwound their own stacks: for an exception, a
 * cancellation or a backtrace. All unwinders are entered by a function of the C++ ABI's names, or
 * are libraries of their own.
 */
final class UnwindingThreads {
  private static final Pattern ENTRY = Pattern.compile("_Unwind_.*|(__)?unw_.*");
  private static final Pattern LIBRARY = Pattern.compile(".*/lib(gcc_s|unwind)[^/]*");

  private UnwindingThreads() {}

  /** Whether an unwinder is among the frames of a thread, or none could be told from others. */
  static boolean includes(List<Frame> frames, TargetProcess process) throws IOException {
    if (process.module().elf().symbols().stream().noneMatch(Symbol::isFunction)) {
      return true;
    }
    for (Frame frame : frames) {
      if (isUnwinder(frame, process)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnwinder(Frame frame, TargetProcess process) throws IOException {
    if (process.module().covers(frame.lookupPc())) {
      long linked = frame.lookupPc() - process.module().bias();
      Optional<Symbol> symbol = process.module().elf().functionAt(linked);
      return symbol.filter(entry -> ENTRY.matcher(entry.name()).matches()).isPresent();
    }
    return process
        .image()
        .mappingAt(frame.lookupPc())
        .flatMap(MemoryMapping::file)
        .filter(file -> LIBRARY.matcher(file).matches())
        .isPresent();
  }
}
