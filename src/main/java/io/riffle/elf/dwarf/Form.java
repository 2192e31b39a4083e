package io.riffle.elf.dwarf;

/**
 * How an attribute's value is written (DWARF 5, table 7.6): how long it is and what class it
 * belongs to. All of version 5 but the indirect and supplementary-file ones, which no compiler of
 * ours writes.
 */
enum Form {
  ADDR(0x01, FormClass.ADDRESS, 8),
  BLOCK2(0x03, FormClass.BLOCK, 2),
  BLOCK4(0x04, FormClass.BLOCK, 4),
  DATA2(0x05, FormClass.CONSTANT, 2),
  DATA4(0x06, FormClass.CONSTANT, 4),
  DATA8(0x07, FormClass.CONSTANT, 8),
  STRING(0x08, FormClass.TEXT, 0),
  BLOCK(0x09, FormClass.BLOCK, 0),
  BLOCK1(0x0a, FormClass.BLOCK, 1),
  DATA1(0x0b, FormClass.CONSTANT, 1),
  FLAG(0x0c, FormClass.CONSTANT, 1),
  SDATA(0x0d, FormClass.SIGNED_CONSTANT, 0),
  STRP(0x0e, FormClass.TEXT_OFFSET, 4),
  UDATA(0x0f, FormClass.CONSTANT, 0),
  REF_ADDR(0x10, FormClass.SECTION_REFERENCE, 4),
  REF1(0x11, FormClass.UNIT_REFERENCE, 1),
  REF2(0x12, FormClass.UNIT_REFERENCE, 2),
  REF4(0x13, FormClass.UNIT_REFERENCE, 4),
  REF8(0x14, FormClass.UNIT_REFERENCE, 8),
  REF_UDATA(0x15, FormClass.UNIT_REFERENCE, 0),
  SEC_OFFSET(0x17, FormClass.CONSTANT, 4),
  EXPRLOC(0x18, FormClass.BLOCK, 0),
  FLAG_PRESENT(0x19, FormClass.IMPLIED, 0),
  STRX(0x1a, FormClass.TEXT_INDEX, 0),
  ADDRX(0x1b, FormClass.ADDRESS_INDEX, 0),
  DATA16(0x1e, FormClass.OTHER, 16),
  LINE_STRP(0x1f, FormClass.LINE_TEXT_OFFSET, 4),
  REF_SIG8(0x20, FormClass.OTHER, 8),
  IMPLICIT_CONST(0x21, FormClass.IMPLIED, 0),
  LOCLISTX(0x22, FormClass.CONSTANT, 0),
  RNGLISTX(0x23, FormClass.CONSTANT, 0),
  STRX1(0x25, FormClass.TEXT_INDEX, 1),
  STRX2(0x26, FormClass.TEXT_INDEX, 2),
  STRX3(0x27, FormClass.TEXT_INDEX, 3),
  STRX4(0x28, FormClass.TEXT_INDEX, 4),
  ADDRX1(0x29, FormClass.ADDRESS_INDEX, 1),
  ADDRX2(0x2a, FormClass.ADDRESS_INDEX, 2),
  ADDRX3(0x2b, FormClass.ADDRESS_INDEX, 3),
  ADDRX4(0x2c, FormClass.ADDRESS_INDEX, 4);

  private static final Form[] BY_CODE = byCode();

  private final int code;
  private final FormClass formClass;
  private final int size;

  /** {@code size} 0: LEB128, or none at all for texts and implied values. */
  Form(int code, FormClass formClass, int size) {
    this.code = code;
    this.formClass = formClass;
    this.size = size;
  }

  /** What a value means. */
  enum FormClass {
    ADDRESS,
    ADDRESS_INDEX,
    BLOCK,
    CONSTANT,
    SIGNED_CONSTANT,
    IMPLIED,
    TEXT,
    TEXT_OFFSET,
    LINE_TEXT_OFFSET,
    TEXT_INDEX,
    UNIT_REFERENCE,
    SECTION_REFERENCE,
    OTHER
  }

  FormClass formClass() {
    return formClass;
  }

  /** The form of that code, or null. */
  static Form of(long code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[(int) code] : null;
  }

  /**
   * Reads a value of this form: the number itself, or for a text or a block that stands here the
   * place where it begins. Not for forms without bytes of their own.
   */
  long read(Cursor cursor) throws DwarfFormatException {
    int start = cursor.position();
    switch (formClass) {
      case IMPLIED:
        throw cursor.failure("has an implied value where none can be");
      case TEXT:
        cursor.skipText();
        return start;
      case BLOCK:
        cursor.skip(size == 0 ? cursor.uleb128() : cursor.unsigned(size));
        return start;
      case OTHER:
        cursor.skip(size);
        return start;
      case SIGNED_CONSTANT:
        return cursor.sleb128();
      default:
        return size == 0 ? cursor.uleb128() : cursor.unsigned(size);
    }
  }

  /** The bytes of a block that begins at the cursor. */
  byte[] block(Cursor cursor) throws DwarfFormatException {
    return cursor.take(size == 0 ? cursor.uleb128() : cursor.unsigned(size));
  }

  private static Form[] byCode() {
    Form[] table = new Form[0x2d];
    for (Form form : values()) {
      table[form.code] = form;
    }
    return table;
  }
}
