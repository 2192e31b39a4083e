package io.riffle.elf.dwarf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One compile unit: the tree of entries for one source file (DWARF 5, section 7.5.1.1). */
public final class CompileUnit {
  // Blocks of real programs nest a few dozen deep; readers may walk the tree recursively.
  private static final int DEEPEST_TREE = 512;
  private static final int OFFSET_BYTES = 4;

  private final Dwarf owner;
  private final long offset;
  private final int addressSize;
  private final Map<Long, Die> dies = new HashMap<>();
  private Die root;
  private List<String> files;

  private CompileUnit(Dwarf owner, long offset, int addressSize) {
    this.owner = owner;
    this.offset = offset;
    this.addressSize = addressSize;
  }

  /** Reads the tree of entries from {@code cursor} to its end. */
  static Optional<CompileUnit> read(
      Dwarf owner, long offset, int addressSize, Map<Long, Abbreviation> shapes, Cursor cursor)
      throws DwarfFormatException {
    CompileUnit unit = new CompileUnit(owner, offset, addressSize);
    Deque<Die> ancestors = new ArrayDeque<>();
    while (!cursor.atEnd()) {
      long at = cursor.position();
      long code = cursor.uleb128();
      if (code == 0) {
        if (ancestors.poll() == null || ancestors.isEmpty()) {
          break;
        }
        continue;
      }
      Abbreviation shape = shapes.get(code);
      if (shape == null || ancestors.size() == DEEPEST_TREE) {
        throw cursor.failure("has an entry of unknown shape, or nested too deeply,");
      }
      Die die = new Die(unit, at, shape, values(cursor, shape));
      unit.dies.put(at, die);
      if (unit.root == null) {
        unit.root = die;
      } else {
        ancestors.getFirst().addChild(die);
      }
      if (shape.hasChildren()) {
        ancestors.push(die);
      } else if (ancestors.isEmpty()) {
        break;
      }
    }
    return unit.root == null ? Optional.empty() : Optional.of(unit);
  }

  private static long[] values(Cursor cursor, Abbreviation shape) throws DwarfFormatException {
    long[] values = new long[shape.stored()];
    for (Abbreviation.Specification attribute : shape.attributes()) {
      if (attribute.slot() != Abbreviation.Specification.IMPLIED) {
        values[attribute.slot()] = attribute.form().read(cursor);
      }
    }
    return values;
  }

  /** Its place in .debug_info. */
  public long offset() {
    return offset;
  }

  /** The entry at the top of its tree. */
  public Die root() {
    return root;
  }

  /** The size of a pointer in bytes. */
  public int addressSize() {
    return addressSize;
  }

  /**
   * The files of its line table, by the index that {@link Attribute#DECL_FILE} holds; empty if it
   * has no line table that can be read.
   *
   * @throws DwarfFormatException if the table's header is damaged
   */
  public List<String> files() throws DwarfFormatException {
    if (files == null) {
      var table = root.number(Attribute.STMT_LIST);
      files =
          table.isEmpty() ? List.of() : LineTableFiles.read(owner.sections(), table.getAsLong());
    }
    return files;
  }

  Dwarf owner() {
    return owner;
  }

  Optional<Die> dieAt(long sectionOffset) {
    return Optional.ofNullable(dies.get(sectionOffset));
  }

  long address(long index) throws DwarfFormatException {
    long base = root.number(Attribute.ADDR_BASE).orElse(8);
    byte[] section = owner.sections().addresses();
    return new Cursor(".debug_addr", section, entry(base, index, addressSize)).u64();
  }

  Optional<String> text(Form form, long value) throws DwarfFormatException {
    DwarfSections sections = owner.sections();
    return switch (form.formClass()) {
      case TEXT -> Optional.of(new Cursor(".debug_info", sections.info(), value).text());
      case TEXT_OFFSET -> Optional.of(new Cursor(".debug_str", sections.texts(), value).text());
      case LINE_TEXT_OFFSET ->
          Optional.of(new Cursor(".debug_line_str", sections.lineTexts(), value).text());
      case TEXT_INDEX -> Optional.of(indexedText(value));
      default -> Optional.empty();
    };
  }

  byte[] block(Form form, long start) throws DwarfFormatException {
    return form.block(new Cursor(".debug_info", owner.sections().info(), start));
  }

  private String indexedText(long index) throws DwarfFormatException {
    long base = root.number(Attribute.STR_OFFSETS_BASE).orElse(8);
    long at = entry(base, index, OFFSET_BYTES);
    long text = new Cursor(".debug_str_offsets", owner.sections().textOffsets(), at).u32();
    return new Cursor(".debug_str", owner.sections().texts(), text).text();
  }

  /** Place of a table's entry; -1, which no cursor accepts, when it would overflow. */
  private static long entry(long base, long index, int size) {
    boolean fits = base >= 0 && base < Integer.MAX_VALUE && index >= 0 && index < Integer.MAX_VALUE;
    return fits ? base + index * size : -1;
  }
}
