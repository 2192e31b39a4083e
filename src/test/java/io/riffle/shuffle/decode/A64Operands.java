package io.riffle.shuffle.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the operands of an A64 instruction as a disassembler spells them. */
final class A64Operands {
  private static final Pattern GENERAL = Pattern.compile("[xw]([0-9]+|zr)|w?sp");

  private A64Operands() {}

  /** Size of the register of a name such as {@code w3} or {@code d0}. */
  static int registerBytes(String name) {
    return name.equals("sp") ? 8 : name.equals("wsp") ? 4 : widthBytes(name.charAt(0));
  }

  /** Size that the first letter of a vector register or the last of an arrangement tells. */
  static int widthBytes(char letter) {
    return switch (letter) {
      case 'b' -> 1;
      case 'h' -> 2;
      case 'w', 's' -> 4;
      case 'x', 'd' -> 8;
      case 'q' -> 16;
      default -> throw new IllegalArgumentException("no width '" + letter + "'");
    };
  }

  /** Mask of the general register that the operand is; 0 if it is none or the zero register. */
  static long mask(String operand) {
    boolean counts = GENERAL.matcher(operand).matches() && !operand.endsWith("zr");
    return counts ? 1L << register(operand) : 0;
  }

  /** DWARF number of the general register. */
  static int register(String name) {
    return name.endsWith("sp") ? A64Word.SP : Integer.parseInt(name.substring(1));
  }

  /** The number that an immediate or an address spells. */
  static long number(String text) {
    String digits = text.startsWith("#") ? text.substring(1) : text;
    boolean negative = digits.startsWith("-");
    String positive = negative ? digits.substring(1) : digits;
    long value =
        positive.startsWith("0x")
            ? Long.parseUnsignedLong(positive.substring(2), 16)
            : Long.parseLong(positive);
    return negative ? -value : value;
  }

  /** Index of the memory operand, or -1. */
  static int indexOfMemory(List<String> operands) {
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).startsWith("[")) {
        return i;
      }
    }
    return -1;
  }

  /** Splits at commas that stand outside of brackets and braces. */
  static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '[' || c == '{') {
        depth++;
      } else if (c == ']' || c == '}') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    if (start < text.length()) {
      parts.add(text.substring(start).strip());
    }
    return parts;
  }
}
