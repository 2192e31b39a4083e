package io.riffle.shuffle;

import io.riffle.criu.ThreadImage;
import io.riffle.shuffle.layout.FunctionLayout;
import io.riffle.shuffle.unwind.Frame;
import io.riffle.shuffle.unwind.ModuleFiles;
import io.riffle.shuffle.unwind.Unwinder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The frames of the binary's functions on the stacks of all threads of all its processes.
 *
 * @param byFunction frames by the address of their function, as linked
 * @param threads how many threads were walked
 * @param walked how many frames were seen, those of libc included
 */
record LiveFrames(Map<Long, List<LiveFrame>> byFunction, int threads, int walked) {
  /** No frames: the binary alone. */
  static final LiveFrames NONE = new LiveFrames(Map.of(), 0, 0);

  /**
   * Walks all stacks.
   *
   * @param files what the processes have mapped besides the binary
   * @throws IOException if a stack cannot be walked to its end, or the images cannot be read
   */
  static LiveFrames of(List<TargetProcess> processes, BinaryAnalysis binary, ModuleFiles files)
      throws IOException {
    TreeMap<Long, FunctionLayout> functions = new TreeMap<>();
    binary.layout().functions().forEach(function -> functions.put(function.address(), function));
    Map<Long, List<LiveFrame>> byFunction = new HashMap<>();
    int threads = 0;
    int walked = 0;
    for (TargetProcess process : processes) {
      Unwinder unwinder = Unwinder.of(List.of(process.module()), files);
      for (ThreadImage thread : process.image().threads()) {
        boolean interrupted = true;
        List<Frame> frames = unwinder.unwind(thread, process.image());
        boolean unwinding = UnwindingThreads.includes(frames, process);
        for (Frame frame : frames) {
          walked++;
          Map.Entry<Long, FunctionLayout> function =
              functions.floorEntry(frame.lookupPc() - process.module().bias());
          if (function != null
              && frame.lookupPc() - process.module().bias() < function.getValue().end()) {
            byFunction
                .computeIfAbsent(function.getKey(), address -> new ArrayList<>())
                .add(liveFrame(frame, interrupted, unwinding, process, thread));
          }
          interrupted = frame.signalFrame();
        }
        threads++;
      }
    }
    return new LiveFrames(byFunction, threads, walked);
  }

  /** A function that was interrupted may have data in its red zone; one that called has not. */
  private static LiveFrame liveFrame(
      Frame frame,
      boolean interrupted,
      boolean unwinding,
      TargetProcess process,
      ThreadImage thread)
      throws ShuffleException {
    Long stackPointer = frame.registers().get(process.image().isa().registers().stackPointer());
    if (stackPointer == null || Long.compareUnsigned(stackPointer, frame.cfa()) > 0) {
      throw new ShuffleException(
          "process %d, thread %d: the frame at pc 0x%x has no stack pointer below its CFA 0x%x"
              .formatted(process.image().pid(), thread.tid(), frame.pc(), frame.cfa()));
    }
    long redZone = interrupted ? FrameConventions.of(process.image().isa()).redZone() : 0;
    return new LiveFrame(process.image().memory(), frame.cfa(), stackPointer - redZone, unwinding);
  }

  /** The frames of a function. */
  List<LiveFrame> of(FunctionLayout function) {
    return byFunction.getOrDefault(function.address(), List.of());
  }
}
