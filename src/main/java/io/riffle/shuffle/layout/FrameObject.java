package io.riffle.shuffle.layout;

import java.util.List;

/**
 * One stack slot of a function as the compiler laid it out.
 *
 * @param cfaOffset offset of its lowest byte from the CFA, in bytes; below the CFA it is negative
 * @param size size in bytes; 0 for a variable-sized object
 * @param alignment alignment in bytes, a power of two
 * @param kind what the compiler uses it for
 * @param scalar whether it is a variable whose DWARF type is a scalar or pointer of exactly {@code
 *     size} bytes; false for everything else
 * @param names source variables that live in it, possibly none, possibly several
 * @param compiledOffset where the compiler had put it, as {@code cfaOffset}; another only after a
 *     shuffle
 * @param uses all that code does with it beside plain accesses within its bounds; means something
 *     only in a function that is {@link FunctionLayout#recorded}
 */
public record FrameObject(
    long cfaOffset,
    long size,
    long alignment,
    Kind kind,
    boolean scalar,
    List<String> names,
    long compiledOffset,
    List<FrameUse> uses) {

  /** LLVM's slot types. */
  public enum Kind {
    SPILL,
    FIXED,
    VARIABLE,
    VARIABLE_SIZED,
    PROTECTOR
  }

  /** Copies the lists. */
  public FrameObject {
    names = List.copyOf(names);
    uses = List.copyOf(uses);
  }

  /** An object where the compiler put it. */
  public FrameObject(
      long cfaOffset, long size, long alignment, Kind kind, boolean scalar, List<String> names) {
    this(cfaOffset, size, alignment, kind, scalar, names, cfaOffset, List.of());
  }

  /** One past its highest byte, as an offset from the CFA. */
  public long cfaEnd() {
    return cfaOffset + size;
  }

  /** The same object with uses that the compiler recorded. */
  public FrameObject with(List<FrameUse> recorded) {
    return new FrameObject(
        cfaOffset, size, alignment, kind, scalar, names, compiledOffset, recorded);
  }

  /** The same object at another offset from the CFA. */
  public FrameObject at(long newCfaOffset) {
    return new FrameObject(
        newCfaOffset, size, alignment, kind, scalar, names, compiledOffset, uses);
  }
}
