package io.riffle.elf;

import java.util.OptionalLong;

/**
 * How .eh_frame writes an address (LSB 5.0 core, section 10.5.1): a format in the low four bits,
 * what it is relative to in the next three, and whether it is the address of a pointer in the last.
 */
record PointerEncoding(int value) {
  private static final int OMITTED = 0xff;
  private static final int RELATIVE_TO_NOTHING = 0;
  private static final int RELATIVE_TO_ITSELF = 0x10;

  static final PointerEncoding ABSOLUTE = new PointerEncoding(0);

  static PointerEncoding read(Cursor cursor) throws ElfFormatException {
    return new PointerEncoding(cursor.u8());
  }

  boolean indirect() {
    return value != OMITTED && (value & 0x80) != 0;
  }

  /** The address at the cursor; {@code base} is that of the cursor's byte 0. Empty if omitted. */
  OptionalLong address(Cursor cursor, long base) throws ElfFormatException {
    if (value == OMITTED) {
      return OptionalLong.empty();
    }
    long here = base + cursor.position();
    long number = number(cursor);
    return switch (value & 0x70) {
      case RELATIVE_TO_NOTHING -> OptionalLong.of(number);
      // A null pointer stays one.
      case RELATIVE_TO_ITSELF -> OptionalLong.of(number == 0 ? 0 : number + here);
      default -> throw cursor.error("unknown pointer encoding 0x" + Integer.toHexString(value));
    };
  }

  /** The number at the cursor, relative to nothing. */
  long number(Cursor cursor) throws ElfFormatException {
    return switch (value & 0x0f) {
      case 0x00, 0x04, 0x0c -> cursor.i64();
      case 0x01 -> cursor.uleb();
      case 0x02 -> cursor.u16();
      case 0x03 -> cursor.u32();
      case 0x09 -> cursor.sleb();
      case 0x0a -> (short) cursor.u16();
      case 0x0b -> (int) cursor.u32();
      default -> throw cursor.error("unknown pointer encoding 0x" + Integer.toHexString(value));
    };
  }
}
