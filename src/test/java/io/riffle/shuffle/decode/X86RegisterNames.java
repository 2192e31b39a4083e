package io.riffle.shuffle.decode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names that assemblers give the x86-64 general registers and their parts. */
final class X86RegisterNames {
  private static final Map<String, Integer> NUMBERS = numbers();

  private X86RegisterNames() {}

  /** DWARF number of the register that {@code name} is or is a part of, or -1. */
  static int number(String name) {
    return NUMBERS.getOrDefault(name, -1);
  }

  /** Whether {@code name} is a whole register of 64 bits. */
  static boolean isWhole(String name) {
    return name.matches("r(?:..|\\d)")
        && !name.endsWith("b")
        && !name.endsWith("w")
        && !name.matches("r\\dd");
  }

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    List<String> letters = List.of("a", "d", "c", "b");
    for (int i = 0; i < letters.size(); i++) {
      String letter = letters.get(i);
      for (String name : List.of("r%sx", "e%sx", "%sx", "%sl", "%sh")) {
        numbers.put(String.format(name, letter), i);
      }
    }
    List<String> pointers = List.of("si", "di", "bp", "sp");
    for (int i = 0; i < pointers.size(); i++) {
      for (String name : List.of("r%s", "e%s", "%s", "%sl")) {
        numbers.put(String.format(name, pointers.get(i)), 4 + i);
      }
    }
    for (int i = 8; i < 16; i++) {
      for (String suffix : List.of("", "d", "w", "b")) {
        numbers.put("r" + i + suffix, i);
      }
    }
    return Map.copyOf(numbers);
  }
}
