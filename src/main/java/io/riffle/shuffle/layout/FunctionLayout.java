package io.riffle.shuffle.layout;

import java.util.List;

/**
 * The frame of one function.
 *
 * @param name its symbol
 * @param address its first instruction, as linked (before any load bias)
 * @param size its code in bytes
 * @param realigned whether the frame is realigned, so that offsets are not relative to the CFA
 * @param recorded whether the compiler's record of all uses of its objects is complete
 * @param objects its frame objects, by descending CFA offset
 */
public record FunctionLayout(
    String name,
    long address,
    long size,
    boolean realigned,
    boolean recorded,
    List<FrameObject> objects) {

  /** Copies {@code objects}. */
  public FunctionLayout {
    objects = List.copyOf(objects);
  }

  /** A function without a record. */
  public FunctionLayout(
      String name, long address, long size, boolean realigned, List<FrameObject> objects) {
    this(name, address, size, realigned, false, objects);
  }

  /** One past its last byte of code. */
  public long end() {
    return address + size;
  }
}
