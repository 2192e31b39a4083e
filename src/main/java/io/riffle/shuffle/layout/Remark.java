package io.riffle.shuffle.layout;

import java.util.List;

/**
 * One stack-frame-layout remark: the frame of one function as the compiler printed it.
 *
 * @param function the function's linkage name
 * @param file its source file as the compiler was told it
 * @param line the line of its opening brace
 * @param slots its frame objects in printed order
 */
record Remark(String function, String file, int line, List<Slot> slots) {
  Remark {
    slots = List.copyOf(slots);
  }

  /**
   * One frame object as printed.
   *
   * @param offset offset of its lowest byte from the stack pointer at function entry
   * @param size size in bytes, 0 for a variable-sized object
   * @param alignment alignment in bytes
   * @param kind LLVM's slot type
   * @param variables the source variables that LLVM saw in it
   */
  record Slot(
      long offset, long size, long alignment, FrameObject.Kind kind, List<SourceName> variables) {
    Slot {
      variables = List.copyOf(variables);
    }
  }

  /** A variable's name with the line of its declaration. */
  record SourceName(String name, int line) {}
}
