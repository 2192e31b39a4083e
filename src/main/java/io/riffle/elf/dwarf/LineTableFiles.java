package io.riffle.elf.dwarf;

import java.util.ArrayList;
import java.util.List;

/** The list of files in the header of a line table (DWARF 5, section 6.2.4). */
final class LineTableFiles {
  private static final int VERSION = 5;
  private static final long PATH = 1;

  /** What one part of each entry is (DW_LNCT) and how it is written. */
  private record Part(long content, Form form) {}

  private LineTableFiles() {}

  /** The files in order, each as it is written there; empty for a table of another version. */
  static List<String> read(DwarfSections sections, long offset) throws DwarfFormatException {
    Cursor cursor = new Cursor(".debug_line", sections.lines(), offset);
    long length = cursor.u32();
    if (cursor.u16() != VERSION || length > sections.lines().length) {
      return List.of();
    }
    // address and segment selector size, header length, then five bytes of parameters
    cursor.skip(2 + 4 + 5);
    int opcodeBase = cursor.u8();
    cursor.skip(Math.max(0, opcodeBase - 1));
    entries(cursor, sections);
    return List.copyOf(entries(cursor, sections));
  }

  private static List<String> entries(Cursor cursor, DwarfSections sections)
      throws DwarfFormatException {
    int parts = cursor.u8();
    List<Part> format = new ArrayList<>(parts);
    for (int i = 0; i < parts; i++) {
      long content = cursor.uleb128();
      Form form = Form.of(cursor.uleb128());
      if (form == null) {
        throw cursor.failure("has an unknown form");
      }
      format.add(new Part(content, form));
    }
    long count = cursor.uleb128();
    List<String> paths = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      int start = cursor.position();
      String path = "";
      for (Part part : format) {
        long value = part.form().read(cursor);
        path = part.content() == PATH ? text(part.form(), value, sections) : path;
      }
      if (cursor.position() == start) {
        throw cursor.failure("has entries without content");
      }
      paths.add(path);
    }
    return paths;
  }

  private static String text(Form form, long value, DwarfSections sections)
      throws DwarfFormatException {
    return switch (form.formClass()) {
      case TEXT -> new Cursor(".debug_line", sections.lines(), value).text();
      case TEXT_OFFSET -> new Cursor(".debug_str", sections.texts(), value).text();
      case LINE_TEXT_OFFSET -> new Cursor(".debug_line_str", sections.lineTexts(), value).text();
      default -> "";
    };
  }
}
