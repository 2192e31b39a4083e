package io.riffle.shuffle.decode;

import io.riffle.shuffle.decode.X86Form.Immediate;
import io.riffle.shuffle.decode.X86Form.Kind;
import io.riffle.shuffle.decode.X86Form.Role;
import java.util.List;
import java.util.Locale;

/** Parses the operands of an opcode in the notation of the opcode tables. */
final class X86FormParser {
  private Kind kind = Kind.PLAIN;
  private boolean modRm;
  private boolean registerOnly;
  private boolean memoryOnly;
  private boolean anyMod;
  private X86Width access = X86Width.NONE;
  private X86Width unit;
  private X86Width element = X86Width.BY_W;
  private Role rm = Role.NONE;
  private Role reg = Role.NONE;
  private Role opcodeRegister = Role.NONE;
  private Role vvvv = Role.NONE;
  private Immediate immediate = Immediate.NONE;
  private X86Width addressed = X86Width.NONE;
  private long reads;
  private long writes;

  private X86FormParser() {}

  /**
   * Parses the tokens of one line.
   *
   * @throws IllegalArgumentException if a token has no meaning
   */
  static X86Form parse(List<String> tokens) {
    X86FormParser parser = new X86FormParser();
    tokens.forEach(parser::add);
    return parser.form();
  }

  private X86Form form() {
    return new X86Form(
        kind,
        modRm,
        registerOnly,
        memoryOnly,
        anyMod,
        access,
        unit == null ? access : unit,
        element,
        rm,
        reg,
        opcodeRegister,
        vvvv,
        immediate,
        addressed,
        reads,
        writes);
  }

  private void add(String token) {
    if (token.startsWith("!")) {
      kind = Kind.valueOf(token.substring(1).replace('-', '_').toUpperCase(Locale.ROOT));
    } else if (token.startsWith("r:")) {
      reads |= X86Registers.mask(token.substring(2));
    } else if (token.startsWith("w:")) {
      writes |= X86Registers.mask(token.substring(2));
    } else if (token.startsWith("N:")) {
      unit = X86Width.parse(token.substring(2));
    } else if (token.startsWith("b:")) {
      element = X86Width.parse(token.substring(2));
    } else if ("IJO".indexOf(token.charAt(0)) >= 0) {
      addImmediate(token);
    } else {
      addOperand(token);
    }
  }

  private void addImmediate(String token) {
    immediate =
        switch (token) {
          case "Ib" -> afterFirst(immediate);
          case "Iw" -> Immediate.WORD;
          case "Iz" -> Immediate.OPERAND;
          case "Iv" -> Immediate.FULL_OPERAND;
          case "Jb" -> Immediate.SHORT_TARGET;
          case "Jz" -> Immediate.NEAR_TARGET;
          case "Ob", "Ov" -> Immediate.ADDRESS;
          default -> throw new IllegalArgumentException("no such immediate: " + token);
        };
    if (token.startsWith("O")) {
      addressed = X86Width.parse(token.substring(1));
    }
  }

  private static Immediate afterFirst(Immediate first) {
    return switch (first) {
      case NONE -> Immediate.BYTE;
      case WORD -> Immediate.WORD_BYTE;
      default -> throw new IllegalArgumentException("no byte can follow " + first);
    };
  }

  private void addOperand(String token) {
    int place = Character.isLowerCase(token.charAt(0)) ? 1 : 0;
    X86Width width = X86Width.parse(token.substring(place + 1));
    Role role = place == 0 ? Role.NONE : role(token.charAt(0), width);
    switch (token.charAt(place)) {
      case 'E', 'M', 'W', 'U', 'T' -> addRm(token.charAt(place), width, role);
      case 'G' -> {
        modRm = true;
        reg = role;
      }
      case 'Z' -> opcodeRegister = role;
      case 'B' -> vvvv = role;
      default -> throw new IllegalArgumentException("no such operand: " + token);
    }
  }

  private void addRm(char place, X86Width width, Role role) {
    modRm = true;
    access = width;
    rm = role;
    memoryOnly = place == 'M';
    registerOnly = place == 'U';
    anyMod = place == 'T';
  }

  private static Role role(char letter, X86Width width) {
    boolean narrow = width.isByteRegister();
    return switch (letter) {
      case 'r' -> new Role(true, false, true, narrow);
      case 'w' -> new Role(false, true, false, narrow);
      case 'x' -> new Role(true, true, false, narrow);
      case 's' -> new Role(true, true, true, narrow);
      default -> throw new IllegalArgumentException("no such access to an operand: " + letter);
    };
  }
}
