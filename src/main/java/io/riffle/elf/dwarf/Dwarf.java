package io.riffle.elf.dwarf;

import io.riffle.elf.ElfFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The debug information of one binary: its compile units. Only units of DWARF 5 in the 32-bit
 * format, as clang writes by default, are there; others are passed over. Source: DWARF 5, section
 * 7.
 */
public final class Dwarf {
  private static final int VERSION = 5;
  private static final int COMPILE_UNIT_TYPE = 1;
  private static final int ADDRESS_BYTES = 8;
  private static final long FIRST_RESERVED_LENGTH = 0xfffffff0L;

  private final DwarfSections sections;
  private final List<CompileUnit> units = new ArrayList<>();

  private Dwarf(DwarfSections sections) {
    this.sections = sections;
  }

  /**
   * Reads the debug information of a linked binary; one without any has no units.
   *
   * @throws DwarfFormatException if it is damaged
   */
  public static Dwarf read(ElfFile elf) throws IOException {
    return read(DwarfSections.of(elf));
  }

  static Dwarf read(DwarfSections sections) throws DwarfFormatException {
    Dwarf dwarf = new Dwarf(sections);
    Map<Long, Map<Long, Abbreviation>> tables = new HashMap<>();
    long offset = 0;
    while (offset < sections.info().length) {
      Cursor header = new Cursor(".debug_info", sections.info(), offset);
      long length = header.u32();
      if (length >= FIRST_RESERVED_LENGTH) {
        throw header.failure("has a unit in the 64-bit format");
      }
      long end = offset + Integer.BYTES + length;
      dwarf.readUnit(
          new Cursor(".debug_info", sections.info(), offset + Integer.BYTES, end), offset, tables);
      offset = end;
    }
    return dwarf;
  }

  private void readUnit(Cursor cursor, long offset, Map<Long, Map<Long, Abbreviation>> tables)
      throws DwarfFormatException {
    if (cursor.u16() != VERSION || cursor.u8() != COMPILE_UNIT_TYPE) {
      return;
    }
    if (cursor.u8() != ADDRESS_BYTES) {
      return;
    }
    long table = cursor.u32();
    Map<Long, Abbreviation> shapes = tables.get(table);
    if (shapes == null) {
      shapes = Abbreviation.table(sections.abbreviations(), table);
      tables.put(table, shapes);
    }
    CompileUnit.read(this, offset, ADDRESS_BYTES, shapes, cursor).ifPresent(units::add);
  }

  /** The compile units in the order of the file. */
  public List<CompileUnit> units() {
    return List.copyOf(units);
  }

  DwarfSections sections() {
    return sections;
  }

  Optional<Die> dieAt(long offset) {
    return units.stream().flatMap(unit -> unit.dieAt(offset).stream()).findFirst();
  }
}
