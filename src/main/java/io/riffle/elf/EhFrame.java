package io.riffle.elf;

import java.io.IOException;
import java.util.Optional;

/**
 * The bytes of .eh_frame, found by section or, without a section table, by segment.
 *
 * @param cursor over the entries; its byte 0 is at {@code address}
 * @param address address of the cursor's byte 0
 * @param endsAtZero whether what follows a zero length may be something else
 */
record EhFrame(Cursor cursor, long address, boolean endsAtZero) {
  /** Bytes of .eh_frame_hdr up to where its pointer to .eh_frame ends at the latest. */
  private static final int HEADER_SIZE = 12;

  static Optional<EhFrame> of(ElfFile elf) throws IOException {
    String file = elf.store().name();
    Optional<Section> section = elf.section(".eh_frame");
    if (section.isPresent()) {
      byte[] bytes = elf.contents(section.get());
      Cursor cursor = new Cursor(file, ".eh_frame", bytes, 0, bytes.length);
      return Optional.of(new EhFrame(cursor, section.get().address(), false));
    }
    for (Segment header : elf.segments()) {
      if (header.type() == Segment.GNU_EH_FRAME) {
        return Optional.of(behind(elf, header));
      }
    }
    return Optional.empty();
  }

  /** Follows .eh_frame_hdr (LSB 5.0 core, section 10.6.2) into the segment that it points to. */
  private static EhFrame behind(ElfFile elf, Segment header) throws IOException {
    String file = elf.store().name();
    byte[] bytes = elf.range(header.offset(), HEADER_SIZE);
    Cursor cursor = new Cursor(file, ".eh_frame_hdr", bytes, 0, bytes.length);
    cursor.u8();
    PointerEncoding encoding = PointerEncoding.read(cursor);
    cursor.skip(2);
    long address =
        encoding
            .address(cursor, header.virtualAddress())
            .orElseThrow(() -> cursor.error("no pointer to .eh_frame"));
    for (Segment segment : elf.segments()) {
      if (segment.type() == Segment.LOAD && segment.coversInFile(address)) {
        long skipped = address - segment.virtualAddress();
        byte[] entries = elf.range(segment.offset() + skipped, segment.fileSize() - skipped);
        return new EhFrame(
            new Cursor(file, ".eh_frame", entries, 0, entries.length), address, true);
      }
    }
    throw cursor.error("points to no segment for .eh_frame");
  }

  /** Some of the bytes; empty if they are not all there. */
  Optional<byte[]> range(long from, int length) {
    Cursor copy = cursor.copy();
    long skipped = from - address;
    if (skipped < 0 || length < 0 || skipped > copy.remaining() - length) {
      return Optional.empty();
    }
    try {
      copy.skip((int) skipped);
      return Optional.of(copy.bytes(length));
    } catch (ElfFormatException e) {
      throw new AssertionError(e);
    }
  }
}
