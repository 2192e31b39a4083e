package io.riffle.criu;

import io.riffle.storage.ByteStore;
import java.io.IOException;
import java.util.List;

/**
 * The dumped memory of a process: a pagemap over a pages image, of which only the ranges asked for
 * are read or written. Pages read are remembered, a few at a time. Safe for use by several threads.
 */
public final class Memory {
  private final ByteStore pages;
  private final List<PageRange> ranges;

  /**
   * Joins a pages image with its map.
   *
   * @param pages the pages image
   * @param ranges its pagemap, ascending and without overlaps
   */
  public Memory(ByteStore pages, List<PageRange> ranges) {
    this.pages = pages;
    this.ranges = List.copyOf(ranges);
  }

  /** The pagemap, ascending. */
  public List<PageRange> pages() {
    return ranges;
  }

  /** Whether every byte of the range is in this dump's pages image. */
  public boolean holds(long address, long length) {
    throw new UnsupportedOperationException(pages.name());
  }

  /**
   * Reads memory.
   *
   * @throws MissingPageException if a byte of the range is not in the dump
   * @throws IOException if the pages image cannot be read
   */
  public byte[] read(long address, int length) throws IOException {
    throw new UnsupportedOperationException(pages.name());
  }

  /**
   * Overwrites memory in the pages image; nothing is written if a page is missing.
   *
   * @throws MissingPageException if a byte of the range is not in the dump
   * @throws IOException if the pages image cannot be written
   */
  public void write(long address, byte[] bytes) throws IOException {
    throw new UnsupportedOperationException(pages.name());
  }

  /**
   * The dumped bytes of a range as if it were a file, such as the vDSO's ELF file. Closing it does
   * nothing.
   */
  public ByteStore view(String name, long start, long end) {
    throw new UnsupportedOperationException(pages.name());
  }
}
