package io.riffle.elf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads little-endian values from a range of bytes and never beyond it. */
final class Cursor {
  private final String file;
  private final String what;
  private final byte[] bytes;
  private final int start;
  private final int end;
  private int position;

  Cursor(String file, String what, byte[] bytes, int start, int end) {
    this.file = file;
    this.what = what;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.position = start;
  }

  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  /** A cursor over the next {@code length} bytes, which this one skips. */
  Cursor slice(String part, int length) throws ElfFormatException {
    need(length);
    Cursor slice = new Cursor(file, part, bytes, position, position + length);
    position += length;
    return slice;
  }

  Cursor copy() {
    return new Cursor(file, what, bytes, position, end);
  }

  int u8() throws ElfFormatException {
    need(1);
    return bytes[position++] & 0xff;
  }

  int u16() throws ElfFormatException {
    return u8() | u8() << 8;
  }

  long u32() throws ElfFormatException {
    return u16() | (long) u16() << 16;
  }

  long i64() throws ElfFormatException {
    return u32() | u32() << 32;
  }

  /** ULEB128 (DWARF 5 section 7.6); bits beyond 64 must be zero. */
  long uleb() throws ElfFormatException {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8();
      long bits = next & 0x7f;
      if (shift > 63 ? bits != 0 : shift == 63 && bits > 1) {
        throw error("number of more than 64 bits");
      }
      if (shift <= 63) {
        value |= bits << shift;
      }
      if ((next & 0x80) == 0) {
        return value;
      }
    }
  }

  /** SLEB128 (DWARF 5 section 7.6); bits beyond 64 are dropped. */
  long sleb() throws ElfFormatException {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8();
      if (shift < 64) {
        value |= (long) (next & 0x7f) << shift;
      }
      if ((next & 0x80) == 0) {
        return shift < 57 && (next & 0x40) != 0 ? value | -1L << (shift + 7) : value;
      }
    }
  }

  byte[] bytes(int length) throws ElfFormatException {
    need(length);
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  void skip(int length) throws ElfFormatException {
    need(length);
    position += length;
  }

  /** Goes on to a multiple of {@code alignment} from the start, or to the end. */
  void align(int alignment) {
    position = Math.min(end, start + (position - start + alignment - 1) / alignment * alignment);
  }

  String zeroTerminated() throws ElfFormatException {
    int from = position;
    while (u8() != 0) {
      // u8 stops at the end of the range.
    }
    return new String(bytes, from, position - 1 - from, StandardCharsets.UTF_8);
  }

  /** A length that must fit into what remains. */
  int size(long length) throws ElfFormatException {
    if (length < 0 || length > remaining()) {
      throw error("length " + Long.toUnsignedString(length) + " is more than there is");
    }
    return (int) length;
  }

  ElfFormatException error(String problem) {
    return new ElfFormatException(
        file, what + ", byte 0x" + Integer.toHexString(position) + ": " + problem);
  }

  private void need(int length) throws ElfFormatException {
    if (length < 0 || length > end - position) {
      throw error("cut off, " + length + " more bytes needed and " + (end - position) + " left");
    }
  }
}
