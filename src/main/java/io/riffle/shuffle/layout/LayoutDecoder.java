package io.riffle.shuffle.layout;

import io.riffle.isa.Isa;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Decodes {@link LayoutSection}'s format, trusting nothing: the bytes may come from anywhere. */
final class LayoutDecoder {
  // Far beyond any real frame, and small enough that no sum of a few overflows.
  private static final long LARGEST_FRAME = 1L << 40;
  private static final FrameObject.Kind[] KINDS = {
    FrameObject.Kind.SPILL,
    FrameObject.Kind.FIXED,
    FrameObject.Kind.VARIABLE,
    FrameObject.Kind.VARIABLE_SIZED,
    FrameObject.Kind.PROTECTOR
  };

  private static final FrameUse.Form[] FORMS = {
    FrameUse.Form.ADDRESS, FrameUse.Form.INDEXED, FrameUse.Form.INDEXED_ADDRESS
  };

  private final ByteBuffer in;
  private final Map<Integer, String> names = new HashMap<>();
  private boolean withUses;
  private int objectsLeft;
  private int objectsOffset;
  private int nameReferencesOffset;
  private int nameReferencesLeft;
  private int usesOffset;
  private int usesLeft;
  private int textOffset;
  private int nextObject;
  private int nextName;

  LayoutDecoder(byte[] section) {
    this.in = LayoutSection.littleEndian(section);
  }

  Layout decode() throws LayoutFormatException {
    check(in.capacity() >= LayoutSection.HEADER_BYTES, "is cut off in its header");
    byte[] magic = new byte[LayoutSection.MAGIC.length];
    in.get(0, magic);
    check(Arrays.equals(magic, LayoutSection.MAGIC), "does not begin with its magic");
    int version = in.getInt(8);
    check(
        version >= LayoutSection.VERSION_WITHOUT_USES && version <= LayoutSection.VERSION,
        "has version %d, this Riffle reads %d to %d"
            .formatted(version, LayoutSection.VERSION_WITHOUT_USES, LayoutSection.VERSION));
    withUses = version > LayoutSection.VERSION_WITHOUT_USES;
    check(
        version <= LayoutSection.VERSION_WITHOUT_CHECKSUM
            || in.getInt(LayoutSection.CHECKSUM_OFFSET) == LayoutSection.checksum(in.array()),
        "is damaged, its checksum is wrong");
    int machine = in.getInt(12);
    Isa isa =
        Isa.ofElfMachine(machine)
            .orElseThrow(() -> new LayoutFormatException(message("is for machine " + machine)));
    int buildIdLength = in.getInt(16);
    check(
        buildIdLength >= 0 && buildIdLength <= LayoutSection.BUILD_ID_BYTES,
        "has a build-id of " + buildIdLength + " bytes");
    byte[] buildId = new byte[buildIdLength];
    in.get(LayoutSection.BUILD_ID_OFFSET, buildId);
    int functions = locateParts();
    return new Layout(isa, HexFormat.of().formatHex(buildId), in.getInt(36), functions(functions));
  }

  /** Places the parts after the header; returns the number of functions. */
  private int locateParts() throws LayoutFormatException {
    long functions = Integer.toUnsignedLong(in.getInt(20));
    long objects = Integer.toUnsignedLong(in.getInt(24));
    long references = Integer.toUnsignedLong(in.getInt(28));
    long text = Integer.toUnsignedLong(in.getInt(32));
    long uses = withUses ? Integer.toUnsignedLong(in.getInt(40)) : 0;
    long objectsAt = LayoutSection.HEADER_BYTES + functions * LayoutSection.FUNCTION_BYTES;
    long referencesAt = objectsAt + objects * LayoutSection.OBJECT_BYTES;
    long usesAt = referencesAt + references * Integer.BYTES;
    long textAt = usesAt + uses * Integer.BYTES;
    check(
        textAt + text == in.capacity(),
        "should have " + (textAt + text) + " bytes by its header and has " + in.capacity());
    check(text == 0 || in.get(in.capacity() - 1) == 0, "ends within a name");
    // The sum is the section's size, so from here on every part fits an int.
    objectsOffset = (int) objectsAt;
    objectsLeft = (int) objects;
    nameReferencesOffset = (int) referencesAt;
    nameReferencesLeft = (int) references;
    usesOffset = (int) usesAt;
    usesLeft = (int) uses;
    textOffset = (int) textAt;
    return (int) functions;
  }

  private List<FunctionLayout> functions(int count) throws LayoutFormatException {
    List<FunctionLayout> functions = new ArrayList<>(count);
    long lowestAddress = 0;
    for (int i = 0; i < count; i++) {
      in.position(LayoutSection.HEADER_BYTES + i * LayoutSection.FUNCTION_BYTES);
      long address = in.getLong();
      long size = in.getLong();
      check(
          size > 0 && address >= lowestAddress && address <= Long.MAX_VALUE - size,
          "has function " + i + " out of order or of a strange size");
      lowestAddress = address + size;
      String name = name(in.getInt());
      int flags = in.getInt();
      int knownFlags = LayoutSection.REALIGNED | (withUses ? LayoutSection.RECORDED : 0);
      check((flags & ~knownFlags) == 0, "has unknown flags on " + name);
      boolean realigned = (flags & LayoutSection.REALIGNED) != 0;
      boolean recorded = (flags & LayoutSection.RECORDED) != 0;
      int first = in.getInt();
      int objects = in.getInt();
      check(
          first == nextObject && objects >= 0 && objects <= objectsLeft,
          "has the wrong objects for " + name);
      check(
          objects <= LayoutSection.MOST_OBJECTS,
          "has %d objects for %s, of which the most is %d"
              .formatted(objects, name, LayoutSection.MOST_OBJECTS));
      functions.add(
          new FunctionLayout(name, address, size, realigned, recorded, objects(objects, recorded)));
    }
    check(objectsLeft == 0, "has objects of no function");
    check(nameReferencesLeft == 0, "has names of no object");
    check(usesLeft == 0, "has uses of no object");
    return functions;
  }

  private List<FrameObject> objects(int count, boolean recorded) throws LayoutFormatException {
    List<FrameObject> objects = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      in.position(objectsOffset + nextObject * LayoutSection.OBJECT_BYTES);
      FrameObject object = object();
      objects.add(recorded ? object.with(uses()) : object);
      nextObject++;
      objectsLeft--;
    }
    return objects;
  }

  private List<FrameUse> uses() throws LayoutFormatException {
    int count = nextUse();
    check(count >= 0 && count <= usesLeft, "has the wrong uses for object " + nextObject);
    List<FrameUse> uses = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int use = nextUse();
      int form = use & (1 << LayoutSection.FORM_BITS) - 1;
      int offset = use >> LayoutSection.FORM_BITS;
      check(
          form < FORMS.length && offset > -FrameUse.LIMIT && offset < FrameUse.LIMIT,
          "has an impossible use of object " + nextObject);
      uses.add(new FrameUse(FORMS[form], offset));
    }
    return uses;
  }

  private int nextUse() throws LayoutFormatException {
    check(usesLeft > 0, "has too few uses for object " + nextObject);
    int use = in.getInt(usesOffset);
    usesOffset += Integer.BYTES;
    usesLeft--;
    return use;
  }

  private FrameObject object() throws LayoutFormatException {
    long offset = in.getLong();
    long size = in.getLong();
    long alignment = in.getLong();
    int kind = Byte.toUnsignedInt(in.get());
    int flags = Byte.toUnsignedInt(in.get());
    int nameCount = Short.toUnsignedInt(in.getShort());
    int firstName = in.getInt();
    long compiledOffset = in.getLong();
    check(
        isInFrame(offset)
            && isInFrame(compiledOffset)
            && size >= 0
            && size <= LARGEST_FRAME
            && alignment > 0
            && Long.bitCount(alignment) == 1
            && alignment <= LARGEST_FRAME
            && kind < KINDS.length
            && (flags & ~LayoutSection.SCALAR) == 0
            && firstName == nextName
            && nameCount <= nameReferencesLeft,
        "has an impossible object, number " + nextObject);
    List<String> objectNames = new ArrayList<>(nameCount);
    for (int i = 0; i < nameCount; i++) {
      objectNames.add(name(in.getInt(nameReferencesOffset + (nextName + i) * Integer.BYTES)));
    }
    nextName += nameCount;
    nameReferencesLeft -= nameCount;
    return new FrameObject(
        offset, size, alignment, KINDS[kind], flags != 0, objectNames, compiledOffset, List.of());
  }

  private static boolean isInFrame(long offset) {
    return offset >= -LARGEST_FRAME && offset <= LARGEST_FRAME;
  }

  /** Each name is made once, so that many references to a long one cannot exhaust memory. */
  private String name(int offset) throws LayoutFormatException {
    String known = names.get(offset);
    if (known != null) {
      return known;
    }
    check(offset >= 0 && offset < in.capacity() - textOffset, "has a name outside its text");
    check(offset == 0 || in.get(textOffset + offset - 1) == 0, "has a name that begins within one");
    int end = textOffset + offset;
    while (in.get(end) != 0) {
      end++;
    }
    String name =
        new String(
            in.array(), textOffset + offset, end - textOffset - offset, StandardCharsets.UTF_8);
    names.put(offset, name);
    return name;
  }

  private static void check(boolean condition, String what) throws LayoutFormatException {
    if (!condition) {
      throw new LayoutFormatException(message(what));
    }
  }

  private static String message(String what) {
    return "the section " + LayoutSection.NAME + " " + what + ": build the binary again";
  }
}
