package io.riffle.elf;

import io.riffle.isa.Isa;
import io.riffle.storage.ByteStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ELF header and both header tables, checked against the size of the file. */
record ElfHeaders(
    ByteStore store,
    long fileSize,
    Isa isa,
    int type,
    long entry,
    List<Segment> segments,
    List<Section> sections) {
  private static final int HEADER_SIZE = 64;
  private static final int SEGMENT_SIZE = 56;
  private static final int SECTION_SIZE = 64;
  private static final int SEGMENT_COUNT_ELSEWHERE = 0xffff;
  private static final int SECTION_INDEX_ELSEWHERE = 0xffff;
  private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

  static ElfHeaders read(ByteStore store) throws IOException {
    String file = store.name();
    long fileSize = store.size();
    if (fileSize < HEADER_SIZE) {
      throw new ElfFormatException(file, "is no ELF file: only " + fileSize + " bytes long");
    }
    byte[] bytes = store.read(0, HEADER_SIZE);
    if (!Arrays.equals(bytes, 0, 4, MAGIC, 0, 4)) {
      throw new ElfFormatException(file, "is no ELF file: does not start with the ELF magic");
    }
    if (bytes[4] != 2 || bytes[5] != 1) {
      throw new ElfFormatException(
          file,
          "is no 64-bit little-endian ELF file (class " + bytes[4] + ", data " + bytes[5] + ")");
    }
    Cursor header = new Cursor(file, "ELF header", bytes, 16, HEADER_SIZE);
    int type = header.u16();
    int machine = header.u16();
    Isa isa =
        Isa.ofElfMachine(machine)
            .orElseThrow(
                () ->
                    new ElfFormatException(
                        file,
                        "is for ELF machine "
                            + machine
                            + ", not one of "
                            + Arrays.toString(Isa.values())));
    header.skip(4);
    long entry = header.i64();
    long segmentOffset = header.i64();
    long sectionOffset = header.i64();
    header.skip(6);
    int segmentEntry = header.u16();
    long segmentCount = header.u16();
    int sectionEntry = header.u16();
    long sectionCount = header.u16();
    long nameIndex = header.u16();
    if (sectionOffset != 0) {
      // Counts that do not fit into the header stand in the null section (gABI chapter 4).
      Table first = new Table(file, "section table", sectionOffset, 1, sectionEntry, SECTION_SIZE);
      Section none = section(first.read(store, fileSize));
      sectionCount = sectionCount == 0 ? none.size() : sectionCount;
      segmentCount =
          segmentCount == SEGMENT_COUNT_ELSEWHERE ? none.info() & 0xffffffffL : segmentCount;
      nameIndex = nameIndex == SECTION_INDEX_ELSEWHERE ? none.link() & 0xffffffffL : nameIndex;
    }
    List<Segment> segments = new ArrayList<>();
    if (segmentCount != 0) {
      Table table =
          new Table(
              file,
              "program header table",
              segmentOffset,
              segmentCount,
              segmentEntry,
              SEGMENT_SIZE);
      Cursor cursor = table.read(store, fileSize);
      while (cursor.remaining() > 0) {
        segments.add(segment(cursor));
      }
    }
    List<Section> sections = new ArrayList<>();
    if (sectionOffset != 0 && sectionCount != 0) {
      Table table =
          new Table(file, "section table", sectionOffset, sectionCount, sectionEntry, SECTION_SIZE);
      Cursor cursor = table.read(store, fileSize);
      while (cursor.remaining() > 0) {
        sections.add(section(cursor));
      }
    }
    ElfHeaders unnamed =
        new ElfHeaders(store, fileSize, isa, type, entry, List.copyOf(segments), List.of());
    return new ElfHeaders(
        store, fileSize, isa, type, entry, unnamed.segments, unnamed.named(sections, nameIndex));
  }

  /** Bytes of the file, with a typed error when they are not all there. */
  byte[] bytes(long offset, long size) throws IOException {
    return bytes(store, fileSize, "range", offset, size);
  }

  private static byte[] bytes(ByteStore store, long fileSize, String what, long offset, long size)
      throws IOException {
    if (offset < 0 || size < 0 || offset > fileSize - size || size > Integer.MAX_VALUE - 8) {
      throw new ElfFormatException(
          store.name(),
          what
              + (" of "
                  + Long.toUnsignedString(size)
                  + " bytes at "
                  + Long.toUnsignedString(offset))
              + (" lies outside the file's " + fileSize + " bytes"));
    }
    return store.read(offset, (int) size);
  }

  private List<Section> named(List<Section> sections, long nameIndex) throws IOException {
    if (nameIndex == 0 || sections.isEmpty()) {
      return List.copyOf(sections);
    }
    if (nameIndex >= sections.size()) {
      throw new ElfFormatException(
          store.name(), "section names are in section " + nameIndex + " of " + sections.size());
    }
    Section table = sections.get((int) nameIndex);
    StringTable names =
        new StringTable(store.name(), "section names", bytes(table.offset(), table.size()));
    List<Section> named = new ArrayList<>();
    for (Section section : sections) {
      named.add(
          new Section(
              names.at(Long.parseLong(section.name())),
              section.type(),
              section.flags(),
              section.address(),
              section.offset(),
              section.size(),
              section.link(),
              section.info(),
              section.entrySize()));
    }
    return List.copyOf(named);
  }

  private static Segment segment(Cursor cursor) throws ElfFormatException {
    int type = (int) cursor.u32();
    int flags = (int) cursor.u32();
    return new Segment(
        type,
        flags,
        cursor.i64(),
        cursor.i64(),
        cursor.i64(),
        cursor.i64(),
        cursor.i64(),
        cursor.i64());
  }

  /** The section with the number of its name in place of the name. */
  private static Section section(Cursor cursor) throws ElfFormatException {
    String name = Long.toString(cursor.u32());
    int type = (int) cursor.u32();
    long flags = cursor.i64();
    long address = cursor.i64();
    long offset = cursor.i64();
    long size = cursor.i64();
    int link = (int) cursor.u32();
    int info = (int) cursor.u32();
    cursor.i64();
    return new Section(name, type, flags, address, offset, size, link, info, cursor.i64());
  }

  private record Table(String file, String what, long offset, long count, int entry, int expected) {
    Cursor read(ByteStore store, long fileSize) throws IOException {
      if (entry != expected) {
        throw new ElfFormatException(
            file, what + " has entries of " + entry + " bytes instead of " + expected);
      }
      long size = count < 0 || count > fileSize ? -1 : count * entry;
      byte[] bytes = bytes(store, fileSize, what, offset, size);
      return new Cursor(file, what, bytes, 0, bytes.length);
    }
  }
}
