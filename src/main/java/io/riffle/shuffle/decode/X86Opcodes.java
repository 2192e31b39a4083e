package io.riffle.shuffle.decode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The opcode maps of x86-64, read from the text tables beside this class.
 *
 * <p>A slot holds the form of one opcode, or, when the ModRM byte narrows it, {@value #GROUP}
 * forms: one for each value of the reg field with a memory operand, then one for each register
 * form.
 */
final class X86Opcodes {
  private static final List<String> FILES =
      List.of("general", "0f", "vector-0f", "vector-0f38", "vector-0f3a");
  private static final List<String> MAPS = List.of("0", "0F", "0F38", "0F3A", "4", "5", "6");
  private static final List<String> PREFIXES = List.of("-", "66", "F3", "F2");
  private static final String ENCODINGS = "lve";
  private static final int OPCODES = 256;
  private static final int MEMORY_FORMS = 8;
  private static final int REGISTER_FORMS = 64;
  private static final int GROUP = MEMORY_FORMS + REGISTER_FORMS;

  private static final X86Opcodes INSTANCE = load();

  private final X86Form[][] slots =
      new X86Form[ENCODINGS.length() * MAPS.size() * PREFIXES.size() * OPCODES][];

  private X86Opcodes() {}

  static X86Opcodes instance() {
    return INSTANCE;
  }

  /** The form of the opcode that was read, or null if it is not known. */
  X86Form find(X86Encoding encoding) {
    X86Form[] slot =
        slots[
            slotOf(encoding.kind(), encoding.map(), encoding.mandatoryPrefix(), encoding.opcode())];
    if (slot == null) {
      return null;
    }
    return slot.length == 1 ? slot[0] : slot[formOf(encoding.peekByte())];
  }

  private static int slotOf(int kind, int map, int prefix, int opcode) {
    return ((kind * MAPS.size() + map) * PREFIXES.size() + prefix) * OPCODES + opcode;
  }

  private static int formOf(int modRm) {
    return modRm < 0xC0 ? modRm >> 3 & 7 : MEMORY_FORMS + (modRm & 0x3F);
  }

  private static X86Opcodes load() {
    X86Opcodes opcodes = new X86Opcodes();
    for (String file : FILES) {
      String name = "x86-64-" + file + ".opcodes";
      int number = 0;
      int map = 0;
      for (String line : read(name).lines().toList()) {
        number++;
        String text = line.replaceFirst("#.*", "").strip();
        try {
          if (text.startsWith("map ")) {
            map = indexOf(MAPS, text.substring(4));
          } else if (!text.isEmpty()) {
            opcodes.add(map, List.of(text.split(" +")));
          }
        } catch (IllegalArgumentException e) {
          throw new IllegalStateException(name + " line " + number + ": " + e.getMessage(), e);
        }
      }
    }
    return opcodes;
  }

  private static String read(String name) {
    try (InputStream in = X86Opcodes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("opcode table " + name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("opcode table " + name + " cannot be read", e);
    }
  }

  private void add(int map, List<String> words) {
    X86Form form = X86FormParser.parse(words.subList(3, words.size()));
    String selector = words.get(0).replaceFirst("^[0-9A-F-]+", "");
    String[] range =
        words.get(0).substring(0, words.get(0).length() - selector.length()).split("-");
    int first = Integer.parseInt(range[0], 16);
    int last = Integer.parseInt(range[range.length - 1], 16);
    List<String> prefixes = words.get(2).equals("*") ? PREFIXES : List.of(words.get(2).split(","));
    for (char kind : words.get(1).toCharArray()) {
      for (String prefix : prefixes) {
        for (int opcode = first; opcode <= last; opcode++) {
          int slot = slotOf(ENCODINGS.indexOf(kind), map, indexOf(PREFIXES, prefix), opcode);
          slots[slot] = with(slots[slot], selector, form);
        }
      }
    }
  }

  private static X86Form[] with(X86Form[] slot, String selector, X86Form form) {
    if (selector.isEmpty()) {
      return new X86Form[] {form};
    }
    X86Form[] group = new X86Form[GROUP];
    if (slot != null && slot.length == GROUP) {
      group = slot;
    } else if (slot != null) {
      Arrays.fill(group, slot[0]);
    }
    if (selector.startsWith("=")) {
      group[formOf(Integer.parseInt(selector.substring(1), 16))] = form;
      return group;
    }
    int reg = Integer.parseInt(selector.substring(1, 2));
    if (!selector.endsWith("r")) {
      group[reg] = form;
    }
    if (!selector.endsWith("m")) {
      int firstRegisterForm = MEMORY_FORMS + reg * 8;
      Arrays.fill(group, firstRegisterForm, firstRegisterForm + 8, form);
    }
    return group;
  }

  private static int indexOf(List<String> names, String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("'" + name + "' is none of " + names);
    }
    return index;
  }
}
