package io.riffle.criu;

import io.riffle.criu.proto.PagemapEntry;
import io.riffle.criu.proto.PagemapHead;
import io.riffle.storage.ByteStore;
import io.riffle.storage.Directory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** A pagemap image: which pages of a process are where in which pages image. */
record Pagemap(int pagesId, List<PageRange> ranges, String name) {
  private static final long PAGE = 4096;
  private static final int FLAG_PARENT = 1;
  private static final int FLAG_LAZY = 2;
  private static final int FLAG_PRESENT = 4;

  static Pagemap read(Directory directory, int pid) throws IOException {
    EntryImage image =
        EntryImage.open(directory, "pagemap-" + pid + ".img", EntryImage.Kind.PAGEMAP);
    int pagesId = image.next(PagemapHead.parser()).getPagesId();
    List<PageRange> ranges = new ArrayList<>();
    long fileOffset = 0;
    long last = 0;
    for (PagemapEntry entry : image.rest(PagemapEntry.parser())) {
      long start = entry.getVaddr();
      long size = (entry.getNrPages() & 0xffffffffL) * PAGE;
      if (start % PAGE != 0
          || Long.compareUnsigned(start, last) < 0
          || Long.compareUnsigned(start + size, start) < 0) {
        throw new CriuFormatException(
            image.name(),
            "pages at 0x" + Long.toHexString(start) + " are not aligned, or not in order");
      }
      PageRange.Content content = content(entry);
      ranges.add(new PageRange(start, start + size, content, fileOffset));
      if (content == PageRange.Content.DUMPED) {
        fileOffset += size;
      }
      last = start + size;
    }
    return new Pagemap(pagesId, ranges, image.name());
  }

  /** The pages image's name. */
  String pagesFile() {
    return "pages-" + Integer.toUnsignedString(pagesId) + ".img";
  }

  /** How a pages image is opened. */
  interface Opening {
    ByteStore open(String file) throws IOException;
  }

  /**
   * Opens the pages image; the caller closes it.
   *
   * @param opening opens a file of {@code directory} for what is to be done with it
   */
  ByteStore openPages(Directory directory, Opening opening) throws IOException {
    String file = pagesFile();
    String path = directory.name() + "/" + file;
    try {
      ByteStore pages = opening.open(file);
      long listed = 0;
      for (PageRange range : ranges) {
        listed += range.content() == PageRange.Content.DUMPED ? range.size() : 0;
      }
      if (listed != pages.size()) {
        long size = pages.size();
        pages.close();
        throw new CriuFormatException(
            path, "has " + size + " bytes, but " + name + " lists " + listed);
      }
      return pages;
    } catch (NoSuchFileException missing) {
      throw new CriuFormatException(path, "is missing from the dump", missing);
    }
  }

  private static PageRange.Content content(PagemapEntry entry) {
    int flags = entry.getFlags();
    if (!entry.hasFlags()) {
      // How CRIU before 2.0 wrote it.
      return entry.getInParent() ? PageRange.Content.PARENT : PageRange.Content.DUMPED;
    }
    if ((flags & FLAG_PARENT) != 0) {
      return PageRange.Content.PARENT;
    }
    if ((flags & FLAG_PRESENT) != 0) {
      return PageRange.Content.DUMPED;
    }
    return (flags & FLAG_LAZY) != 0 ? PageRange.Content.LAZY : PageRange.Content.ZERO;
  }
}
