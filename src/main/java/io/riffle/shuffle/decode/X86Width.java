package io.riffle.shuffle.decode;

/**
 * Width of a memory operand, as the opcode tables name it: a letter, or two for W clear and set.
 *
 * @param narrow letter when REX.W, VEX.W or EVEX.W is clear
 * @param wide letter when it is set
 */
record X86Width(char narrow, char wide) {
  /** Not known, or nothing is accessed. */
  static final X86Width NONE = new X86Width('n', 'n');

  static final X86Width BY_W = new X86Width('d', 'q');

  private static final String LETTERS = "nbcwdqtkoxhfgjvQ";

  X86Width {
    if (LETTERS.indexOf(narrow) < 0 || LETTERS.indexOf(wide) < 0) {
      throw new IllegalArgumentException("no such operand width: " + narrow + "/" + wide);
    }
  }

  /** Parses {@code d} or {@code d/q}. */
  static X86Width parse(String text) {
    boolean pair = text.length() == 3 && text.charAt(1) == '/';
    if (text.length() != 1 && !pair) {
      throw new IllegalArgumentException("no such operand width: " + text);
    }
    return new X86Width(text.charAt(0), text.charAt(text.length() - 1));
  }

  /** Whether it is the width of the byte registers al to r15b. */
  boolean isByteRegister() {
    return narrow == 'b';
  }

  /** Bytes in the given instruction, 0 if not known. */
  int bytes(X86Encoding encoding) {
    return switch (encoding.wide() ? wide : narrow) {
      case 'b', 'c' -> 1;
      case 'w' -> 2;
      case 'd' -> 4;
      case 'q' -> 8;
      case 't' -> 10;
      case 'k' -> 16;
      case 'o' -> 32;
      case 'x' -> encoding.vectorBytes();
      case 'h' -> encoding.vectorBytes() / 2;
      case 'f' -> encoding.vectorBytes() / 4;
      case 'g' -> encoding.vectorBytes() / 8;
      // vmovddup of 128 bits reads one element, wider ones all (Intel SDM, MOVDDUP).
      case 'j' -> encoding.vectorBytes() == 16 ? 8 : encoding.vectorBytes();
      case 'v' -> encoding.operandBytes();
      case 'Q' -> encoding.operandBytes() == 2 ? 2 : 8;
      default -> 0;
    };
  }
}
