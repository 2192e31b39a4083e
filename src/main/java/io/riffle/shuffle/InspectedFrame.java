package io.riffle.shuffle;

import java.util.List;

/**
 * A frame on the stack of a dumped thread.
 *
 * @param pc where the function goes on, in the process
 * @param function its function's symbol; empty if none is known
 * @param offset bytes from the function's start to {@code pc}
 * @param cfa its canonical frame address
 * @param signalFrame whether it is the frame of a signal trampoline
 * @param hasLayout whether its frame objects are known
 * @param objects its frame objects, by descending address
 */
public record InspectedFrame(
    long pc,
    String function,
    long offset,
    long cfa,
    boolean signalFrame,
    boolean hasLayout,
    List<InspectedObject> objects) {
  /** Copies {@code objects}. */
  public InspectedFrame {
    objects = List.copyOf(objects);
  }
}
