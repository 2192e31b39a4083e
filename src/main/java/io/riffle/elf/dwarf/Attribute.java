package io.riffle.elf.dwarf;

/** Attributes of debugging entries that Riffle looks at (DWARF 5, table 7.5). */
public final class Attribute {
  /** Where a variable lies. */
  public static final int LOCATION = 0x02;

  /** A name as the source has it. */
  public static final int NAME = 0x03;

  /** Size in bytes. */
  public static final int BYTE_SIZE = 0x0b;

  /** First address of the code. */
  public static final int LOW_PC = 0x11;

  /** End of the code: an address, or its distance from {@link #LOW_PC}. */
  public static final int HIGH_PC = 0x12;

  /** Where the unit's line table lies. */
  public static final int STMT_LIST = 0x10;

  /** The entry of the function or variable that this is an instance of. */
  public static final int ABSTRACT_ORIGIN = 0x31;

  /** File of the declaration: an index into the unit's line table. */
  public static final int DECL_FILE = 0x3a;

  /** Line of the declaration. */
  public static final int DECL_LINE = 0x3b;

  /** What kind of base type it is (table 7.11). */
  public static final int ENCODING = 0x3e;

  /** What frame-relative locations are relative to. */
  public static final int FRAME_BASE = 0x40;

  /** The entry of the declaration that this defines. */
  public static final int SPECIFICATION = 0x47;

  /** The type. */
  public static final int TYPE = 0x49;

  /** The name that linkers know. */
  public static final int LINKAGE_NAME = 0x6e;

  /** Where the unit's part of .debug_str_offsets begins. */
  public static final int STR_OFFSETS_BASE = 0x72;

  /** Where the unit's part of .debug_addr begins. */
  public static final int ADDR_BASE = 0x73;

  private Attribute() {}
}
