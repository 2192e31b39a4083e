package io.riffle.criu;

/**
 * A run of pages of a process as pagemap lists it.
 *
 * @param start address of the first byte
 * @param end one past the last byte
 * @param content where the bytes are
 * @param fileOffset where they start in the pages image; meaningful only if {@code content} is
 *     {@link Content#DUMPED}
 */
public record PageRange(long start, long end, Content content, long fileOffset) {
  /** Where the bytes of a run are. */
  public enum Content {
    /** In the pages image. */
    DUMPED,
    /** In the images of an earlier dump. */
    PARENT,
    /** Still with the page server. */
    LAZY,
    /** Nowhere, since they are all zero. */
    ZERO
  }

  /** Size in bytes. */
  public long size() {
    return end - start;
  }

  /** Whether {@code address} is in the run. */
  public boolean covers(long address) {
    return Long.compareUnsigned(address - start, size()) < 0;
  }
}
