package io.riffle.elf.dwarf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A debugging information entry: a node of a unit's tree with its attributes (DWARF 5, section 2).
 * Values are decoded when they are asked for; one of another class than asked for counts as absent.
 */
public final class Die {
  private final CompileUnit unit;
  private final long offset;
  private final Abbreviation abbreviation;
  private final long[] values;
  private final List<Die> children = new ArrayList<>(0);

  Die(CompileUnit unit, long offset, Abbreviation abbreviation, long[] values) {
    this.unit = unit;
    this.offset = offset;
    this.abbreviation = abbreviation;
    this.values = values;
  }

  void addChild(Die child) {
    children.add(child);
  }

  /** Its place in .debug_info. */
  public long offset() {
    return offset;
  }

  /** What it is; see {@link Tag}. */
  public int tag() {
    return abbreviation.tag();
  }

  /** The entries below it, in order. */
  public List<Die> children() {
    return Collections.unmodifiableList(children);
  }

  /** The unit whose tree it belongs to. */
  public CompileUnit unit() {
    return unit;
  }

  /** Whether it has the attribute, of whatever class. */
  public boolean has(int attribute) {
    return index(attribute) >= 0;
  }

  /** The value of a constant, flag or section offset. */
  public OptionalLong number(int attribute) {
    int index = index(attribute);
    if (index < 0) {
      return OptionalLong.empty();
    }
    return switch (form(index).formClass()) {
      case CONSTANT, SIGNED_CONSTANT, IMPLIED -> OptionalLong.of(value(index));
      default -> OptionalLong.empty();
    };
  }

  /**
   * The value of an address, as linked.
   *
   * @throws DwarfFormatException if it lies outside .debug_addr
   */
  public OptionalLong address(int attribute) throws DwarfFormatException {
    int index = index(attribute);
    if (index < 0) {
      return OptionalLong.empty();
    }
    return switch (form(index).formClass()) {
      case ADDRESS -> OptionalLong.of(value(index));
      case ADDRESS_INDEX -> OptionalLong.of(unit.address(value(index)));
      default -> OptionalLong.empty();
    };
  }

  /**
   * The value of a text.
   *
   * @throws DwarfFormatException if it lies outside its section
   */
  public Optional<String> text(int attribute) throws DwarfFormatException {
    int index = index(attribute);
    if (index < 0) {
      return Optional.empty();
    }
    return unit.text(form(index), value(index));
  }

  /**
   * The bytes of a block or of an expression.
   *
   * @throws DwarfFormatException if they reach beyond the section
   */
  public Optional<byte[]> block(int attribute) throws DwarfFormatException {
    int index = index(attribute);
    if (index < 0 || form(index).formClass() != Form.FormClass.BLOCK) {
      return Optional.empty();
    }
    return Optional.of(unit.block(form(index), value(index)));
  }

  /** The entry that a reference leads to; none if it leads nowhere. */
  public Optional<Die> reference(int attribute) {
    int index = index(attribute);
    if (index < 0) {
      return Optional.empty();
    }
    return switch (form(index).formClass()) {
      case UNIT_REFERENCE -> unit.dieAt(unit.offset() + value(index));
      case SECTION_REFERENCE -> unit.owner().dieAt(value(index));
      default -> Optional.empty();
    };
  }

  /**
   * One past its last address of code, if its code is one range; {@link Attribute#HIGH_PC} is an
   * address or a distance.
   *
   * @throws DwarfFormatException if an address lies outside .debug_addr
   */
  public OptionalLong highPc() throws DwarfFormatException {
    OptionalLong low = address(Attribute.LOW_PC);
    OptionalLong distance = number(Attribute.HIGH_PC);
    if (low.isPresent() && distance.isPresent()) {
      return OptionalLong.of(low.getAsLong() + distance.getAsLong());
    }
    return low.isPresent() ? address(Attribute.HIGH_PC) : OptionalLong.empty();
  }

  private long value(int index) {
    return abbreviation.attributes().get(index).value(values);
  }

  private Form form(int index) {
    return abbreviation.attributes().get(index).form();
  }

  private int index(int attribute) {
    List<Abbreviation.Specification> attributes = abbreviation.attributes();
    for (int i = 0; i < attributes.size(); i++) {
      if (attributes.get(i).attribute() == attribute) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public String toString() {
    return String.format("DIE %#x (tag %#x)", offset, tag());
  }
}
