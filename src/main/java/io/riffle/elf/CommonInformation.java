package io.riffle.elf;

import java.util.OptionalLong;

/**
 * A common information entry (CIE): what the descriptions that refer to it share.
 *
 * @param codeAlignment factor of advances
 * @param dataAlignment factor of offsets
 * @param returnAddressColumn column of the return address
 * @param augmentation augmentation string
 * @param addresses encoding of the descriptions' ranges
 * @param languageData encoding of their language-specific data, if they have any
 * @param personality the personality routine
 * @param signalFrame whether the functions are signal trampolines
 * @param instructions the initial instructions
 */
record CommonInformation(
    long codeAlignment,
    long dataAlignment,
    int returnAddressColumn,
    String augmentation,
    PointerEncoding addresses,
    PointerEncoding languageData,
    OptionalLong personality,
    boolean signalFrame,
    Cursor instructions) {

  /**
   * Reads what follows the CIE's identifier; {@code base} is the address of the cursor's byte 0.
   */
  static CommonInformation read(Cursor cursor, long base) throws ElfFormatException {
    int version = cursor.u8();
    if (version != 1 && version != 3) {
      throw cursor.error("unknown version " + version + " of a common information entry");
    }
    String augmentation = cursor.zeroTerminated();
    long codeAlignment = cursor.uleb();
    long dataAlignment = cursor.sleb();
    long column = version == 1 ? cursor.u8() : cursor.uleb();
    PointerEncoding addresses = PointerEncoding.ABSOLUTE;
    PointerEncoding languageData = new PointerEncoding(0xff);
    OptionalLong personality = OptionalLong.empty();
    boolean signalFrame = false;
    if (augmentation.startsWith("z")) {
      Cursor data = cursor.slice("augmentation data", cursor.size(cursor.uleb()));
      for (int i = 1; i < augmentation.length(); i++) {
        switch (augmentation.charAt(i)) {
          case 'R' -> addresses = PointerEncoding.read(data);
          case 'L' -> languageData = PointerEncoding.read(data);
          case 'P' -> personality = PointerEncoding.read(data).address(data, base);
          case 'S' -> signalFrame = true;
          // aarch64: which key signs return addresses, and tagged stack memory. Neither matters
          // to where frames are.
          case 'B', 'G' -> {}
          default -> throw cursor.error("unknown augmentation '" + augmentation + "'");
        }
      }
    } else if (!augmentation.isEmpty()) {
      throw cursor.error("unknown augmentation '" + augmentation + "'");
    }
    return new CommonInformation(
        codeAlignment,
        dataAlignment,
        FrameProgram.register(column, cursor),
        augmentation,
        addresses,
        languageData,
        personality,
        signalFrame,
        cursor);
  }
}
