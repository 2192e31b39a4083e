package io.riffle.shuffle.layout;

import io.riffle.elf.ElfFile;
import io.riffle.elf.Section;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * The binary form of a {@link Layout}: the section {@code .riffle.layout}, which is not loaded with
 * the program and travels with it. Moving objects never changes the size of the section, so that
 * each shuffle overwrites it in place.
 *
 * <p>Its header says which binary it belongs to: the build-id, and a checksum of the code of all
 * its functions. A binary of another build-id is refused, and so is one whose code changed without
 * its layout, as an interrupted rewrite would leave it.
 *
 * <p>All numbers are little-endian. Version 4 is, in this order and without gaps:
 *
 * <pre>
 * header, 112 bytes
 *    0  8  magic "RIFFLELY"
 *    8  4  version, 4
 *   12  4  e_machine of the ISA
 *   16  4  length of the build-id in bytes, at most 64
 *   20  4  number of functions
 *   24  4  number of objects
 *   28  4  number of name references
 *   32  4  bytes of text
 *   36  4  CRC-32C of the code of all functions one after the other; 0 if not known
 *   40  4  number of uses
 *   44  4  CRC-32C of the whole section with zero in this place
 *   48 64  build-id, padded with zeros
 * functions, 32 bytes each, by ascending address
 *    0  8  address of the first instruction, as linked
 *    8  8  bytes of code
 *   16  4  offset of the name in the text
 *   20  4  flags: 1 = realigned, 2 = recorded: all uses of its objects are known
 *   24  4  index of the first object; the objects of all functions follow each other
 *   28  4  number of objects, at most 8192
 * objects, 40 bytes each
 *    0  8  offset of the lowest byte from the CFA, signed
 *    8  8  size in bytes
 *   16  8  alignment in bytes, a power of two
 *   24  1  kind: 0 spill, 1 fixed, 2 variable, 3 variable-sized, 4 protector
 *   25  1  flags: 1 = scalar
 *   26  2  number of name references
 *   28  4  index of the first name reference; those of all objects follow each other
 *   32  8  offset from the CFA where the compiler had put it, signed
 * name references, 4 bytes each: offset of a variable's name in the text
 * uses, 4 bytes each: for each object of each recorded function, in their order, the number of its
 *   uses and then these: the form in bits 0 and 1 (0 address, 1 indexed, 2 indexed address), the
 *   constant part of the address, counted from the object's lowest byte, signed, in bits 2 to 31
 * text: names in UTF-8, each ended by a zero byte
 * </pre>
 *
 * <p>Version 3 has zero in the place of the CRC; version 2 also has no recorded functions and no
 * uses. Both are read, and become version 4, of the same size, when they are written.
 */
public final class LayoutSection {
  /** The section's name. */
  public static final String NAME = ".riffle.layout";

  static final byte[] MAGIC = "RIFFLELY".getBytes(StandardCharsets.US_ASCII);

  /** The newest version; whoever keeps built binaries keeps it with them. */
  public static final int VERSION = 4;

  /** The version before the section had a checksum. */
  static final int VERSION_WITHOUT_CHECKSUM = 3;

  /** The version before objects had uses. */
  static final int VERSION_WITHOUT_USES = 2;

  /** The most objects of a function: far beyond real ones, since each is compared with each. */
  static final int MOST_OBJECTS = 1 << 13;

  static final int CHECKSUM_OFFSET = 44;

  static final int HEADER_BYTES = 112;
  static final int FUNCTION_BYTES = 32;
  static final int OBJECT_BYTES = 40;
  static final int BUILD_ID_OFFSET = 48;
  static final int BUILD_ID_BYTES = 64;
  static final int REALIGNED = 1;
  static final int RECORDED = 2;
  static final int SCALAR = 1;
  static final int FORM_BITS = 2;

  private LayoutSection() {}

  /**
   * The bytes of a layout.
   *
   * @throws IllegalArgumentException if the build-id is not hexadecimal or over 64 bytes long
   */
  public static byte[] encode(Layout layout) {
    byte[] buildId = HexFormat.of().parseHex(layout.buildId());
    if (buildId.length > BUILD_ID_BYTES) {
      throw new IllegalArgumentException(
          "a build-id of " + buildId.length + " bytes is too long: the most is " + BUILD_ID_BYTES);
    }
    Text text = new Text();
    List<FrameObject> objects = new ArrayList<>();
    List<Integer> nameReferences = new ArrayList<>();
    for (FunctionLayout function : layout.functions()) {
      text.add(function.name());
      objects.addAll(function.objects());
    }
    for (FrameObject object : objects) {
      object.names().forEach(name -> nameReferences.add(text.add(name)));
    }
    byte[] textBytes = text.bytes();
    int[] uses = uses(layout);
    ByteBuffer out =
        littleEndian(
            new byte
                [HEADER_BYTES
                    + layout.functions().size() * FUNCTION_BYTES
                    + objects.size() * OBJECT_BYTES
                    + nameReferences.size() * Integer.BYTES
                    + uses.length * Integer.BYTES
                    + textBytes.length]);
    out.put(MAGIC).putInt(VERSION);
    out.putInt(layout.isa().elfMachine()).putInt(buildId.length);
    out.putInt(layout.functions().size()).putInt(objects.size()).putInt(nameReferences.size());
    out.putInt(textBytes.length).putInt(layout.codeChecksum()).putInt(uses.length);
    out.put(BUILD_ID_OFFSET, buildId).position(HEADER_BYTES);
    putFunctions(out, layout.functions(), text);
    putObjects(out, objects);
    nameReferences.forEach(out::putInt);
    Arrays.stream(uses).forEach(out::putInt);
    out.put(textBytes);
    return sealed(out.array());
  }

  /** The same bytes with the checksum that belongs to them. */
  static byte[] sealed(byte[] section) {
    littleEndian(section).putInt(CHECKSUM_OFFSET, checksum(section));
    return section;
  }

  /** The checksum of a section, whatever it has in its place. */
  static int checksum(byte[] section) {
    CRC32C sum = new CRC32C();
    int behind = CHECKSUM_OFFSET + Integer.BYTES;
    sum.update(section, 0, CHECKSUM_OFFSET);
    sum.update(new byte[Integer.BYTES]);
    sum.update(section, behind, section.length - behind);
    return (int) sum.getValue();
  }

  private static void putFunctions(ByteBuffer out, List<FunctionLayout> functions, Text text) {
    int firstObject = 0;
    for (FunctionLayout function : functions) {
      out.putLong(function.address()).putLong(function.size());
      out.putInt(text.add(function.name())).putInt(flags(function));
      out.putInt(firstObject).putInt(function.objects().size());
      firstObject += function.objects().size();
    }
  }

  private static int flags(FunctionLayout function) {
    return (function.realigned() ? REALIGNED : 0) | (function.recorded() ? RECORDED : 0);
  }

  private static int[] uses(Layout layout) {
    return layout.functions().stream()
        .filter(FunctionLayout::recorded)
        .flatMap(function -> function.objects().stream())
        .flatMapToInt(
            object ->
                IntStream.concat(
                    IntStream.of(object.uses().size()),
                    object.uses().stream()
                        .mapToInt(use -> use.offset() << FORM_BITS | formCode(use.form()))))
        .toArray();
  }

  private static int formCode(FrameUse.Form form) {
    return switch (form) {
      case ADDRESS -> 0;
      case INDEXED -> 1;
      case INDEXED_ADDRESS -> 2;
    };
  }

  private static void putObjects(ByteBuffer out, List<FrameObject> objects) {
    int firstName = 0;
    for (FrameObject object : objects) {
      out.putLong(object.cfaOffset()).putLong(object.size()).putLong(object.alignment());
      out.put((byte) kindCode(object.kind())).put((byte) (object.scalar() ? SCALAR : 0));
      out.putShort((short) object.names().size()).putInt(firstName);
      out.putLong(object.compiledOffset());
      firstName += object.names().size();
    }
  }

  // Not the ordinal: the format must outlive a reordering of the constants.
  private static int kindCode(FrameObject.Kind kind) {
    return switch (kind) {
      case SPILL -> 0;
      case FIXED -> 1;
      case VARIABLE -> 2;
      case VARIABLE_SIZED -> 3;
      case PROTECTOR -> 4;
    };
  }

  /**
   * The layout in the bytes of a section.
   *
   * @throws LayoutFormatException if the bytes are not exactly one layout of a known version
   */
  public static Layout decode(byte[] section) throws LayoutFormatException {
    return new LayoutDecoder(section).decode();
  }

  /**
   * The layout that a binary carries; none if it has no such section.
   *
   * @throws LayoutFormatException if the section is damaged, or was made for another binary
   * @throws IOException if the binary is damaged or cannot be read
   */
  public static Optional<Layout> read(ElfFile elf) throws IOException {
    Optional<Section> section = elf.section(NAME);
    if (section.isEmpty()) {
      return Optional.empty();
    }
    Layout layout = decode(elf.contents(section.get()));
    checkMadeFor(elf, layout);
    return Optional.of(layout);
  }

  /**
   * Overwrites the layout that a binary carries with one of the same size, such as one in which
   * objects have moved. All other bytes of the binary stay.
   *
   * @throws LayoutFormatException if the binary has no such section, or one of another size, or the
   *     layout was made for another binary; nothing is written then
   * @throws IOException if the binary is damaged or cannot be written
   */
  public static void write(ElfFile elf, Layout layout) throws IOException {
    elf.store().write(offsetFor(elf, layout), encode(layout));
  }

  /**
   * Where in its file a layout belongs that is to take the place of the one that a binary carries.
   *
   * @throws LayoutFormatException if the binary has no such section, or one of another size, or the
   *     layout was made for another binary
   * @throws IOException if the binary is damaged or cannot be read
   */
  public static long offsetFor(ElfFile elf, Layout layout) throws IOException {
    checkMadeFor(elf, layout);
    byte[] encoded = encode(layout);
    Section section =
        elf.section(NAME)
            .orElseThrow(
                () -> new LayoutFormatException(elf + " has no section " + NAME + " to write to"));
    if (section.size() != encoded.length || section.type() == Section.NOBITS) {
      throw new LayoutFormatException(
          elf + ": the new layout has " + encoded.length + " bytes, its section " + section.size());
    }
    return section.offset();
  }

  private static void checkMadeFor(ElfFile elf, Layout layout) throws IOException {
    String buildId = elf.buildId().orElse("");
    if (layout.isa() != elf.isa() || !layout.buildId().equals(buildId)) {
      throw new LayoutFormatException(
          String.format(
              "%s (%s, build-id '%s') has a layout that was made for another binary (%s, '%s'):"
                  + " build it again",
              elf, elf.isa(), buildId, layout.isa(), layout.buildId()));
    }
  }

  static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Names, each stored once. */
  private static final class Text {
    private final Map<String, Integer> offsets = new LinkedHashMap<>();
    private int size;

    int add(String name) {
      Integer known = offsets.get(name);
      if (known != null) {
        return known;
      }
      int offset = size;
      offsets.put(name, offset);
      size += name.getBytes(StandardCharsets.UTF_8).length + 1;
      return offset;
    }

    byte[] bytes() {
      ByteBuffer out = ByteBuffer.allocate(size);
      offsets
          .keySet()
          .forEach(name -> out.put(name.getBytes(StandardCharsets.UTF_8)).put((byte) 0));
      return out.array();
    }
  }
}
