package io.riffle.elf;

import java.nio.charset.StandardCharsets;

/** A table of zero-terminated strings (gABI chapter 4). */
record StringTable(String file, String what, byte[] bytes) {
  String at(long offset) throws ElfFormatException {
    int end = (int) Math.min(Math.max(offset, 0), bytes.length);
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    if (offset < 0 || end >= bytes.length) {
      throw new ElfFormatException(
          file, what + ": no string at byte " + offset + " of " + bytes.length);
    }
    return new String(bytes, (int) offset, end - (int) offset, StandardCharsets.UTF_8);
  }
}
