package io.riffle.elf.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape that debugging entries of one code share (DWARF 5, section 7.5.3).
 *
 * @param tag what the entries are
 * @param hasChildren whether entries below follow
 * @param attributes the attributes of each, in the order of their values
 * @param stored how many attributes have a value in the entry itself
 */
record Abbreviation(int tag, boolean hasChildren, List<Specification> attributes, int stored) {
  // Real ones have about ten; the limit keeps a damaged table from multiplying its size.
  private static final int MOST_ATTRIBUTES = 128;

  /**
   * An attribute's name and form.
   *
   * @param slot which of the entry's stored values is its own; {@link #IMPLIED} for none
   * @param implied the value of all entries if none is stored
   */
  record Specification(int attribute, Form form, int slot, long implied) {
    static final int IMPLIED = -1;

    long value(long[] stored) {
      return slot == IMPLIED ? implied : stored[slot];
    }
  }

  /** Reads the table at {@code offset} of .debug_abbrev: abbreviations by code. */
  static Map<Long, Abbreviation> table(byte[] section, long offset) throws DwarfFormatException {
    Cursor cursor = new Cursor(".debug_abbrev", section, offset);
    Map<Long, Abbreviation> table = new HashMap<>();
    for (long code = cursor.uleb128(); code != 0; code = cursor.uleb128()) {
      int tag = (int) cursor.uleb128();
      boolean hasChildren = cursor.u8() != 0;
      List<Specification> attributes = specifications(cursor);
      int stored = (int) attributes.stream().filter(Abbreviation::isStored).count();
      table.put(code, new Abbreviation(tag, hasChildren, attributes, stored));
    }
    return table;
  }

  private static boolean isStored(Specification specification) {
    return specification.slot() != Specification.IMPLIED;
  }

  private static List<Specification> specifications(Cursor cursor) throws DwarfFormatException {
    List<Specification> specifications = new ArrayList<>();
    int stored = 0;
    while (true) {
      int attribute = (int) cursor.uleb128();
      long formCode = cursor.uleb128();
      if (attribute == 0 && formCode == 0) {
        return List.copyOf(specifications);
      }
      Form form = Form.of(formCode);
      if (form == null || specifications.size() == MOST_ATTRIBUTES) {
        throw cursor.failure("has an unknown form or too many attributes");
      }
      if (form == Form.IMPLICIT_CONST || form == Form.FLAG_PRESENT) {
        long implied = form == Form.FLAG_PRESENT ? 1 : cursor.sleb128();
        specifications.add(new Specification(attribute, form, Specification.IMPLIED, implied));
      } else {
        specifications.add(new Specification(attribute, form, stored++, 0));
      }
    }
  }
}
