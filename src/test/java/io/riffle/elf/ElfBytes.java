package io.riffle.elf;

import io.riffle.isa.Isa;
import io.riffle.storage.InMemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes small ELF files, for tests: .text at {@link #TEXT}, .eh_frame at {@link #EH_FRAME}, a
 * build-id note and symbols, all in one segment that is linked at a base address.
 */
public final class ElfBytes {
  /** Offset of .text in the file. */
  public static final int TEXT = 0x200;

  /** Offset of .eh_frame in the file. */
  public static final int EH_FRAME = 0x400;

  private static final int NOTE = 0xc0;
  private static final int HEADER = 64;
  private static final String SECTION_NAMES =
      "\0.text\0.eh_frame\0.symtab\0.strtab\0.shstrtab\0.iplt\0";

  private final Isa isa;
  private final boolean positionIndependent;
  private final long base;
  private byte[] text = new byte[0x100];
  private byte[] frames = new byte[4];
  private int stubs;
  private long entry;
  private final ByteArrayOutputStream symbols = new ByteArrayOutputStream();
  private final StringBuilder names = new StringBuilder("\0");

  /** An executable linked at 0x400000, or a position-independent one linked at 0. */
  public ElfBytes(Isa isa, boolean positionIndependent) {
    this.isa = isa;
    this.positionIndependent = positionIndependent;
    this.base = positionIndependent ? 0 : 0x400000;
    this.entry = text();
    symbols.writeBytes(new byte[24]);
  }

  /** Address of .text as linked. */
  public long text() {
    return base + TEXT;
  }

  /** Address of .eh_frame as linked. */
  public long ehFrame() {
    return base + EH_FRAME;
  }

  /** Sets the code. */
  public ElfBytes code(byte[] code) {
    text = code;
    return this;
  }

  /** Makes the code from the given offset on the section .iplt too. */
  public ElfBytes stubsFrom(int offset) {
    stubs = offset;
    return this;
  }

  /** Sets where the kernel begins, the beginning of the code by default. */
  public ElfBytes entersAt(long address) {
    entry = address;
    return this;
  }

  /** Sets .eh_frame. */
  public ElfBytes frames(byte[] bytes) {
    frames = bytes;
    return this;
  }

  /** Adds a symbol: type and binding as their ELF numbers. */
  public ElfBytes symbol(String name, int type, int binding, long value, long size) {
    ByteBuffer symbol = little(24);
    symbol.putInt(names.length()).put((byte) (binding << 4 | type)).put((byte) 0);
    symbol.putShort((short) 1).putLong(value).putLong(size);
    symbols.writeBytes(symbol.array());
    names.append(name).append('\0');
    return this;
  }

  /** The model of the file. */
  public ElfFile read() throws IOException {
    return ElfFile.read(new InMemoryStore("test.elf", bytes()));
  }

  /** The file. */
  public byte[] bytes() {
    int symbolOffset = EH_FRAME + frames.length + 7 & -8;
    byte[] strings = names.toString().getBytes(StandardCharsets.UTF_8);
    int stringOffset = symbolOffset + symbols.size();
    int nameOffset = stringOffset + strings.length;
    int sectionOffset = nameOffset + SECTION_NAMES.length() + 7 & -8;
    List<byte[]> sections = new ArrayList<>();
    sections.add(new byte[64]);
    sections.add(section(".text", 1, 6, base + TEXT, TEXT, text.length, 0, 0));
    sections.add(section(".eh_frame", 1, 2, base + EH_FRAME, EH_FRAME, frames.length, 0, 0));
    sections.add(section(".symtab", 2, 0, 0, symbolOffset, symbols.size(), 4, 24));
    sections.add(section(".strtab", 3, 0, 0, stringOffset, strings.length, 0, 0));
    sections.add(section(".shstrtab", 3, 0, 0, nameOffset, SECTION_NAMES.length(), 0, 0));
    if (stubs > 0) {
      sections.add(section(".iplt", 1, 6, text() + stubs, TEXT + stubs, text.length - stubs, 0, 0));
    }
    ByteBuffer file = little(sectionOffset + sections.size() * 64);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    file.putShort((short) (positionIndependent ? 3 : 2)).putShort((short) isa.elfMachine());
    file.putInt(1).putLong(entry).putLong(HEADER).putLong(sectionOffset).putInt(0);
    file.putShort((short) 64).putShort((short) 56).putShort((short) 2);
    file.putShort((short) 64).putShort((short) sections.size()).putShort((short) 5);
    segment(file, 1, 5, 0, symbolOffset);
    segment(file, 4, 4, NOTE, 20);
    file.position(NOTE);
    file.putInt(4).putInt(4).putInt(3).put(new byte[] {'G', 'N', 'U', 0, 1, 2, (byte) 0xab, 4});
    put(file, TEXT, text);
    put(file, EH_FRAME, frames);
    put(file, symbolOffset, symbols.toByteArray());
    put(file, stringOffset, strings);
    put(file, nameOffset, SECTION_NAMES.getBytes(StandardCharsets.US_ASCII));
    file.position(sectionOffset);
    sections.forEach(file::put);
    return file.array();
  }

  private void segment(ByteBuffer file, int type, int flags, long offset, long size) {
    file.putInt(type).putInt(flags).putLong(offset).putLong(base + offset).putLong(base + offset);
    file.putLong(size).putLong(size).putLong(0x1000);
  }

  private static byte[] section(
      String name, int type, long flags, long address, int offset, int size, int link, int entry) {
    ByteBuffer section = little(64);
    section.putInt(SECTION_NAMES.indexOf(name)).putInt(type).putLong(flags).putLong(address);
    section.putLong(offset).putLong(size).putInt(link).putInt(0).putLong(8).putLong(entry);
    return section.array();
  }

  private static void put(ByteBuffer file, int offset, byte[] bytes) {
    file.position(offset);
    file.put(bytes);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
