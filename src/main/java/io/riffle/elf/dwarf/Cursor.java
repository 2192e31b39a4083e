package io.riffle.elf.dwarf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A place in one section, and reading from it without ever leaving it. */
final class Cursor {
  private final String section;
  private final ByteBuffer bytes;
  private final int end;
  private int position;

  Cursor(String section, byte[] bytes, long start, long end) throws DwarfFormatException {
    this.section = section;
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (start < 0 || start > end || end > bytes.length) {
      throw new DwarfFormatException(
          section + ": bytes " + start + " to " + end + " lie outside its " + bytes.length);
    }
    this.position = (int) start;
    this.end = (int) end;
  }

  Cursor(String section, byte[] bytes, long start) throws DwarfFormatException {
    this(section, bytes, start, bytes.length);
  }

  int position() {
    return position;
  }

  boolean atEnd() {
    return position >= end;
  }

  void skip(long count) throws DwarfFormatException {
    if (count < 0 || count > end - position) {
      throw failure("is cut off");
    }
    position += (int) count;
  }

  int u8() throws DwarfFormatException {
    int at = position;
    skip(1);
    return Byte.toUnsignedInt(bytes.get(at));
  }

  int u16() throws DwarfFormatException {
    int at = position;
    skip(2);
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  long u32() throws DwarfFormatException {
    int at = position;
    skip(4);
    return Integer.toUnsignedLong(bytes.getInt(at));
  }

  long u64() throws DwarfFormatException {
    int at = position;
    skip(8);
    return bytes.getLong(at);
  }

  /** An unsigned number of 1, 2, 3, 4 or 8 bytes. */
  long unsigned(int size) throws DwarfFormatException {
    return switch (size) {
      case 1 -> u8();
      case 2 -> u16();
      case 3 -> u16() | (long) u8() << 16;
      case 4 -> u32();
      case 8 -> u64();
      default -> throw failure("has a number of " + size + " bytes");
    };
  }

  long uleb128() throws DwarfFormatException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = u8();
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw failure("has a LEB128 number of over 64 bits");
  }

  long sleb128() throws DwarfFormatException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; ) {
      int next = u8();
      value |= (next & 0x7fL) << shift;
      shift += 7;
      if (next < 0x80) {
        return shift < Long.SIZE && (next & 0x40) != 0 ? value | -1L << shift : value;
      }
    }
    throw failure("has a LEB128 number of over 64 bits");
  }

  byte[] take(long count) throws DwarfFormatException {
    int at = position;
    skip(count);
    byte[] taken = new byte[(int) count];
    bytes.get(at, taken);
    return taken;
  }

  /** A text that a zero byte ends. */
  String text() throws DwarfFormatException {
    int start = position;
    skipText();
    return new String(bytes.array(), start, position - 1 - start, StandardCharsets.UTF_8);
  }

  void skipText() throws DwarfFormatException {
    while (u8() != 0) {
      // Only the end matters.
    }
  }

  DwarfFormatException failure(String what) {
    return new DwarfFormatException(
        section + " " + what + " at offset " + position + ": build the binary again");
  }
}
