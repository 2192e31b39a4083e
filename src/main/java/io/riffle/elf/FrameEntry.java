package io.riffle.elf;

import java.util.List;
import java.util.OptionalLong;

/**
 * A frame description entry (FDE) that is not decoded yet.
 *
 * @param common its common information entry
 * @param start first address
 * @param end one past the last address
 * @param languageData address of the language-specific data
 * @param sectionAddress address of byte 0 of what the instructions count their positions in
 * @param instructions its instructions
 */
record FrameEntry(
    CommonInformation common,
    long start,
    long end,
    OptionalLong languageData,
    long sectionAddress,
    Cursor instructions) {

  /** Reads what follows the FDE's pointer to its CIE. */
  static FrameEntry read(Cursor cursor, long base, CommonInformation common)
      throws ElfFormatException {
    long start =
        common
            .addresses()
            .address(cursor, base)
            .orElseThrow(() -> cursor.error("a description without an address"));
    long length = common.addresses().number(cursor);
    if (Long.compareUnsigned(start + length, start) < 0) {
      throw cursor.error("a description of addresses beyond the last");
    }
    OptionalLong languageData = OptionalLong.empty();
    if (common.augmentation().startsWith("z")) {
      Cursor data = cursor.slice("augmentation data", cursor.size(cursor.uleb()));
      if (data.remaining() > 0) {
        languageData = common.languageData().address(data, base);
      }
    }
    return new FrameEntry(common, start, start + length, languageData, base, cursor);
  }

  FrameDescription decode(FrameProgram.Dialect dialect) throws ElfFormatException {
    FrameProgram program = new FrameProgram(this, dialect);
    List<FrameRow> rows = program.run();
    return new FrameDescription(
        start,
        end,
        common.augmentation(),
        common.signalFrame(),
        common.returnAddressColumn(),
        common.personality(),
        languageData,
        rows,
        program.saves());
  }
}
