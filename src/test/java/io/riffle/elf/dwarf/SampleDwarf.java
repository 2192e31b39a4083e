package io.riffle.elf.dwarf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Debug sections put together by hand: a unit with {@code double wave(double *x)}, in the forms
 * that clang chooses.
 */
final class SampleDwarf {
  static final long LOW_PC = 0x401000;
  static final int CODE_BYTES = 0x40;

  private SampleDwarf() {}

  static DwarfSections sections() {
    return new DwarfSections(
        info(),
        abbreviations(),
        text("wave\0x\0"),
        bytes(8, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0),
        addresses(),
        lines(),
        text("/npb\0wave.c\0wave.h\0"));
  }

  private static byte[] abbreviations() {
    return bytes(
        // 1: compile unit with name, language, str_offsets_base, addr_base and line table
        1,
        0x11,
        1,
        0x03,
        0x08,
        0x13,
        0x05,
        0x72,
        0x17,
        0x73,
        0x17,
        0x10,
        0x17,
        0,
        0,
        // 2: subprogram with name, low and high pc, frame base, file, implied line 6, external
        2,
        0x2e,
        1,
        0x03,
        0x25,
        0x11,
        0x1b,
        0x12,
        0x06,
        0x40,
        0x18,
        0x3a,
        0x0b,
        0x3b,
        0x21,
        6,
        0x3f,
        0x19,
        0,
        0,
        // 3: parameter with name, location, type
        3,
        0x05,
        0,
        0x03,
        0x1a,
        0x02,
        0x18,
        0x49,
        0x13,
        0,
        0,
        // 4: pointer to a type
        4,
        0x0f,
        0,
        0x49,
        0x13,
        0,
        0,
        // 5: base type with name, size, encoding
        5,
        0x24,
        0,
        0x03,
        0x08,
        0x0b,
        0x0b,
        0x3e,
        0x0b,
        0,
        0,
        // 6: inlined call with origin and a signed constant
        6,
        0x1d,
        0,
        0x31,
        0x10,
        0x1c,
        0x0d,
        0,
        0,
        0);
  }

  private static byte[] info() {
    ByteArrayOutputStream dies = new ByteArrayOutputStream();
    dies.writeBytes(bytes(5, 0, 1, 8, 0, 0, 0, 0));
    dies.writeBytes(bytes(1));
    dies.writeBytes(text("wave.c\0"));
    dies.writeBytes(bytes(0x1d, 0, 8, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0));
    // at 34
    dies.writeBytes(bytes(2, 0, 0, CODE_BYTES, 0, 0, 0, 1, 0x57, 1));
    // at 44
    dies.writeBytes(bytes(3, 1, 2, 0x91, 0x70, 60, 0, 0, 0));
    // at 53: its origin is the subprogram, by section offset; -3
    dies.writeBytes(bytes(6, 34, 0, 0, 0, 0x7d));
    dies.writeBytes(bytes(0));
    // at 60, then 65
    dies.writeBytes(bytes(4, 65, 0, 0, 0));
    dies.writeBytes(bytes(5));
    dies.writeBytes(text("double\0"));
    dies.writeBytes(bytes(8, 4));
    dies.writeBytes(bytes(0));
    ByteBuffer unit = littleEndian(4 + dies.size());
    return unit.putInt(dies.size()).put(dies.toByteArray()).array();
  }

  private static byte[] addresses() {
    return littleEndian(16)
        .putInt(12)
        .putShort((short) 5)
        .putShort((short) 8)
        .putLong(LOW_PC)
        .array();
  }

  private static byte[] lines() {
    ByteBuffer table = littleEndian(64);
    table.putInt(60).putShort((short) 5).put(bytes(8, 0)).putInt(40);
    table.put(bytes(1, 1, 1, 0xfb, 14, 2, 0));
    // folders: one part, path as line_strp; one entry
    table.put(bytes(1, 1, 0x1f, 1, 0, 0, 0, 0));
    // files: path as line_strp and folder as udata; two entries
    table.put(bytes(2, 1, 0x1f, 2, 0x0b, 2, 5, 0, 0, 0, 0, 12, 0, 0, 0, 0));
    return table.array();
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
