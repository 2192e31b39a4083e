package io.riffle.shuffle.decode;

/**
 * The bytes of one instruction while they are being read: a cursor, and what the prefixes have said
 * (Intel SDM volume 2, sections 2.1.1 legacy prefixes, 2.2.1 REX, 2.3.5 VEX, 2.7.1 EVEX). Lives for
 * one call of the decoder.
 */
final class X86Encoding {
  static final int MAX_LENGTH = 15;

  /** Which of the three ways to encode an opcode is used. */
  static final int LEGACY = 0;

  static final int VEX = 1;
  static final int EVEX = 2;

  /** Columns of the opcode tables by mandatory prefix; the order is that of VEX.pp. */
  static final int NO_PREFIX = 0;

  static final int PREFIX_66 = 1;
  static final int PREFIX_F3 = 2;
  static final int PREFIX_F2 = 3;

  private static final int REX_W = 8;
  private static final int REX_R = 4;
  private static final int REX_X = 2;
  private static final int REX_B = 1;

  private final byte[] code;
  private final int start;
  private final int limit;
  private int position;
  private boolean truncated;

  private boolean operandSize;
  private boolean addressSize;
  private boolean segmentBase;
  private boolean lock;
  private int repeat;
  // A REX prefix, or the bits of one as VEX and EVEX give them.
  private int rex;

  private int kind;
  private int map;
  private int mandatoryPrefix;
  private int vvvv;
  private int vectorBytes = 16;
  private boolean evexB;
  private int opcode;

  X86Encoding(byte[] code, int offset) {
    this.code = code;
    this.start = offset;
    this.position = offset;
    this.limit = (int) Math.min(code.length, (long) offset + MAX_LENGTH);
  }

  /**
   * Reads prefixes and opcode.
   *
   * @return false if they are none that are known
   */
  boolean readOpcode() {
    int value = readPrefixes();
    boolean understood =
        switch (value) {
          case 0xC4 -> readVex3();
          case 0xC5 -> readVex2();
          case 0x62 -> readEvex();
          default -> readLegacy(value);
        };
    return understood && !truncated;
  }

  private int readPrefixes() {
    while (true) {
      int value = readByte();
      switch (value) {
        case 0x66 -> operandSize = true;
        case 0x67 -> addressSize = true;
        case 0x64, 0x65 -> segmentBase = true;
        // In 64-bit mode these have no effect: the other segments start at 0.
        case 0x26, 0x2E, 0x36, 0x3E -> {}
        case 0xF0 -> lock = true;
        case 0xF2 -> repeat = PREFIX_F2;
        case 0xF3 -> repeat = PREFIX_F3;
        default -> {
          if ((value & 0xF0) != 0x40) {
            return value;
          }
          rex = value;
          continue;
        }
      }
      // A REX prefix counts only right before the opcode.
      rex = 0;
    }
  }

  private boolean readLegacy(int first) {
    kind = LEGACY;
    mandatoryPrefix = repeat != 0 ? repeat : operandSize ? PREFIX_66 : NO_PREFIX;
    opcode = first;
    if (first == 0x0F) {
      map = 1;
      opcode = readByte();
      if (opcode == 0x38 || opcode == 0x3A) {
        map = opcode == 0x38 ? 2 : 3;
        opcode = readByte();
      }
    }
    return true;
  }

  private boolean readVex2() {
    int payload = readByte();
    map = 1;
    return readVexFields(~payload >> 5 & REX_R, payload & 0x7F);
  }

  private boolean readVex3() {
    int registers = readByte();
    int payload = readByte();
    map = registers & 0x1F;
    return map >= 1
        && map <= 3
        && readVexFields(~registers >> 5 & 7 | payload >> 4 & REX_W, payload & 0x7F);
  }

  private boolean readVexFields(int extension, int payload) {
    kind = VEX;
    vectorBytes = (payload & 4) == 0 ? 16 : 32;
    return readCommonFields(extension, payload);
  }

  private boolean readEvex() {
    int registers = readByte();
    int payload = readByte();
    int vector = readByte();
    kind = EVEX;
    map = registers & 7;
    int length = vector >> 5 & 3;
    evexB = (vector & 0x10) != 0;
    // With a register operand, b means rounding and the length bits hold its mode.
    vectorBytes = 16 << Math.min(length, 2);
    boolean reserved =
        (registers & 8) != 0 || (payload & 4) == 0 || map == 0 || map == 4 || map == 7;
    return !reserved
        && (length != 3 || evexB)
        && readCommonFields(~registers >> 5 & 7 | payload >> 4 & REX_W, payload & 0x7B);
  }

  private boolean readCommonFields(int extension, int payload) {
    boolean prefixed = operandSize || lock || repeat != 0 || rex != 0;
    rex = extension;
    vvvv = ~payload >> 3 & 15;
    mandatoryPrefix = payload & 3;
    opcode = readByte();
    return !prefixed;
  }

  /** The next byte, unsigned; 0 when there is none left. */
  int readByte() {
    if (position >= limit) {
      truncated = true;
      return 0;
    }
    return code[position++] & 0xFF;
  }

  /** The byte that {@link #readByte()} would give, without going past it. */
  int peekByte() {
    return position < limit ? code[position] & 0xFF : 0;
  }

  /** The next {@code bytes} bytes as a signed little-endian integer. */
  long readSigned(int bytes) {
    if (position + bytes > limit) {
      truncated = true;
      return 0;
    }
    long value = code[position + bytes - 1];
    for (int i = bytes - 2; i >= 0; i--) {
      value = value << 8 | code[position + i] & 0xFF;
    }
    position += bytes;
    return value;
  }

  /** Whether bytes were asked for past the end of the array or of the longest instruction. */
  boolean truncated() {
    return truncated;
  }

  /** Bytes read so far. */
  int length() {
    return position - start;
  }

  int kind() {
    return kind;
  }

  int map() {
    return map;
  }

  int mandatoryPrefix() {
    return mandatoryPrefix;
  }

  int opcode() {
    return opcode;
  }

  int vvvv() {
    return vvvv;
  }

  int vectorBytes() {
    return vectorBytes;
  }

  boolean wide() {
    return (rex & REX_W) != 0;
  }

  boolean broadcast() {
    return evexB;
  }

  boolean hasRex() {
    return rex != 0 || kind != LEGACY;
  }

  /** REX.R in the place where it extends a register number. */
  int extendReg() {
    return (rex & REX_R) << 1;
  }

  int extendIndex() {
    return (rex & REX_X) << 2;
  }

  int extendBase() {
    return (rex & REX_B) << 3;
  }

  boolean repeated() {
    return repeat != 0;
  }

  boolean narrowAddress() {
    return addressSize;
  }

  /** Whether the address is relative to fs or gs, whose segments may start anywhere. */
  boolean segmentRelative() {
    return segmentBase;
  }

  int operandBytes() {
    if (wide()) {
      return 8;
    }
    return operandSize && kind == LEGACY ? 2 : 4;
  }
}
