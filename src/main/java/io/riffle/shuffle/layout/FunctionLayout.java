package io.riffle.shuffle.layout;

import java.util.List;

/**
 * The frame of one function.
 *
 * @param name its symbol
 * @param address its first instruction, as linked (before any load bias)
 * @param size its code in bytes
 * @param realigned whether the frame is realigned, so that offsets are not relative to the CFA
 * @param objects its frame objects, by descending CFA offset
 */
public record FunctionLayout(
    String name, long address, long size, boolean realigned, List<FrameObject> objects) {

  /** Copies {@code objects}. */
  public FunctionLayout {
    objects = List.copyOf(objects);
  }

  /** One past its last byte of code. */
  public long end() {
    return address + size;
  }
}
