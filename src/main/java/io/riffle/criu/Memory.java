package io.riffle.criu;

import io.riffle.storage.ByteStore;
import io.riffle.storage.Overwrite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dumped memory of a process: a pagemap over a pages image, of which only the ranges asked for
 * are read or written. The pages read last are remembered. Safe for use by several threads.
 */
public final class Memory {
  private static final int PAGE = 4096;
  private static final int REMEMBERED_PAGES = 64;

  private final ByteStore pages;
  private final String file;
  private final List<PageRange> ranges;

  /** Pages by their offset in the pages image, the one used last at the end. */
  private final Map<Long, byte[]> remembered =
      new LinkedHashMap<>(REMEMBERED_PAGES * 2, 0.75f, true);

  /**
   * Joins a pages image with its map.
   *
   * @param pages the pages image
   * @param ranges its pagemap, ascending and without overlaps, in whole pages
   */
  public Memory(ByteStore pages, List<PageRange> ranges) {
    this(pages, pages.name(), ranges);
  }

  /** As above, with the pages image's name in its directory. */
  Memory(ByteStore pages, String file, List<PageRange> ranges) {
    this.pages = pages;
    this.file = file;
    this.ranges = List.copyOf(ranges);
  }

  /** The pagemap, ascending. */
  public List<PageRange> pages() {
    return ranges;
  }

  /** Whether every byte of the range is in this dump's pages image. */
  public boolean holds(long address, long length) {
    long done = 0;
    while (done < length) {
      PageRange range = dumped(address + done);
      if (range == null) {
        return false;
      }
      done += range.end() - (address + done);
    }
    return length >= 0;
  }

  /**
   * Reads memory.
   *
   * @throws MissingPageException if a byte of the range is not in the dump
   * @throws IOException if the pages image cannot be read
   */
  public synchronized byte[] read(long address, int length) throws IOException {
    requireHeld(address, length);
    byte[] bytes = new byte[length];
    int done = 0;
    while (done < length) {
      long here = address + done;
      PageRange range = dumped(here);
      long offset = range.fileOffset() + (here - range.start());
      int inPage = (int) (offset % PAGE);
      int count = Math.min(length - done, PAGE - inPage);
      System.arraycopy(page(offset - inPage), inPage, bytes, done, count);
      done += count;
    }
    return bytes;
  }

  /**
   * What overwriting memory means for the pages image; nothing is written.
   *
   * @return changes of the file {@link #file()}
   * @throws MissingPageException if a byte of the range is not in the dump
   * @throws IOException if the pages image cannot be read
   */
  public List<Overwrite> overwrites(long address, byte[] bytes) throws IOException {
    byte[] before = read(address, bytes.length);
    List<Overwrite> changes = new ArrayList<>();
    for (int done = 0; done < bytes.length; ) {
      long here = address + done;
      PageRange range = dumped(here);
      int end = done + (int) Math.min(bytes.length - done, range.end() - here);
      changes.add(
          new Overwrite(
              file,
              range.fileOffset() + (here - range.start()),
              Arrays.copyOfRange(before, done, end),
              Arrays.copyOfRange(bytes, done, end)));
      done = end;
    }
    return changes;
  }

  /**
   * Overwrites memory in the pages image; nothing is written if a page is missing.
   *
   * @throws MissingPageException if a byte of the range is not in the dump
   * @throws IOException if the pages image cannot be written
   */
  public void write(long address, byte[] bytes) throws IOException {
    for (Overwrite change : overwrites(address, bytes)) {
      pages.write(change.offset(), change.after());
    }
    forget();
  }

  /** The pages image's name in its directory. */
  public String file() {
    return file;
  }

  /** The pages image. After writing to it by another way, {@link #forget} what was read. */
  public ByteStore store() {
    return pages;
  }

  /** Reads everything anew from now on. */
  public synchronized void forget() {
    remembered.clear();
  }

  /**
   * The dumped bytes of a range as if they were a file, such as the vDSO's ELF file. Closing it
   * does nothing.
   *
   * @param name what to call it in messages
   * @param start address of its byte 0
   * @param size its size in bytes
   */
  public ByteStore view(String name, long start, long size) {
    return new MemoryView(this, name, start, size);
  }

  private void requireHeld(long address, long length) throws MissingPageException {
    for (long done = 0; done < length; ) {
      PageRange range = dumped(address + done);
      if (range == null) {
        throw new MissingPageException(pages.name(), address + done);
      }
      done += range.end() - (address + done);
    }
  }

  private byte[] page(long offset) throws IOException {
    byte[] page = remembered.get(offset);
    if (page == null) {
      page = pages.read(offset, PAGE);
      remembered.put(offset, page);
      if (remembered.size() > REMEMBERED_PAGES) {
        remembered.remove(remembered.keySet().iterator().next());
      }
    }
    return page;
  }

  /** The run of dumped pages that has {@code address}, or null. */
  private PageRange dumped(long address) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      PageRange range = ranges.get(middle);
      if (range.covers(address)) {
        return range.content() == PageRange.Content.DUMPED ? range : null;
      }
      if (Long.compareUnsigned(address, range.start()) < 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return null;
  }
}
