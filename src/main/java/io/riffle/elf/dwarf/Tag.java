package io.riffle.elf.dwarf;

/** Tags of debugging entries that Riffle looks at (DWARF 5, table 7.3). */
public final class Tag {
  /** An array. */
  public static final int ARRAY_TYPE = 0x01;

  /** An enumeration. */
  public static final int ENUMERATION_TYPE = 0x04;

  /** A parameter of a function. */
  public static final int FORMAL_PARAMETER = 0x05;

  /** A block with variables of its own. */
  public static final int LEXICAL_BLOCK = 0x0b;

  /** A pointer. */
  public static final int POINTER_TYPE = 0x0f;

  /** The root of a unit. */
  public static final int COMPILE_UNIT = 0x11;

  /** Another name of a type. */
  public static final int TYPEDEF = 0x16;

  /** A call whose callee's code stands in the caller. */
  public static final int INLINED_SUBROUTINE = 0x1d;

  /** A type that the language brings, such as {@code double}. */
  public static final int BASE_TYPE = 0x24;

  /** {@code const} of a type. */
  public static final int CONST_TYPE = 0x26;

  /** A function. */
  public static final int SUBPROGRAM = 0x2e;

  /** A variable. */
  public static final int VARIABLE = 0x34;

  /** {@code volatile} of a type. */
  public static final int VOLATILE_TYPE = 0x35;

  /** {@code restrict} of a pointer. */
  public static final int RESTRICT_TYPE = 0x37;

  /** {@code _Atomic} of a type. */
  public static final int ATOMIC_TYPE = 0x47;

  private Tag() {}
}
