package io.riffle.elf.dwarf;

import io.riffle.elf.ElfFile;
import io.riffle.elf.Section;
import java.io.IOException;
import java.util.Optional;

/** The debug sections of a binary; an absent one is empty. */
record DwarfSections(
    byte[] info,
    byte[] abbreviations,
    byte[] texts,
    byte[] textOffsets,
    byte[] addresses,
    byte[] lines,
    byte[] lineTexts) {

  static DwarfSections of(ElfFile elf) throws IOException {
    return new DwarfSections(
        contents(elf, ".debug_info"),
        contents(elf, ".debug_abbrev"),
        contents(elf, ".debug_str"),
        contents(elf, ".debug_str_offsets"),
        contents(elf, ".debug_addr"),
        contents(elf, ".debug_line"),
        contents(elf, ".debug_line_str"));
  }

  private static byte[] contents(ElfFile elf, String name) throws IOException {
    Optional<Section> section = elf.section(name);
    return section.isPresent() ? elf.contents(section.get()) : new byte[0];
  }
}
