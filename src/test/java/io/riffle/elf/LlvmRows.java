package io.riffle.elf;

import io.riffle.isa.Isa;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The notation in which llvm-dwarfdump prints rows: reads its output, and writes a row in it. */
final class LlvmRows {
  /** One description with its rows by start. */
  record Described(long start, long end, Map<Long, String> rows) {}

  private static final Pattern DESCRIPTION =
      Pattern.compile(".* FDE cie=\\S+ pc=([0-9a-f]+)\\.\\.\\.([0-9a-f]+)");
  private static final Pattern ROW = Pattern.compile("  0x([0-9a-f]+): (.*)");
  private static final List<String> X86_NAMES =
      List.of(
          "RAX", "RDX", "RCX", "RBX", "RSI", "RDI", "RBP", "RSP", "R8", "R9", "R10", "R11", "R12",
          "R13", "R14", "R15", "RIP");

  private LlvmRows() {}

  static List<Described> parse(String output) {
    List<Described> all = new ArrayList<>();
    for (String line : output.lines().toList()) {
      Matcher description = DESCRIPTION.matcher(line);
      Matcher row = ROW.matcher(line);
      if (description.matches()) {
        long start = Long.parseLong(description.group(1), 16);
        long end = Long.parseLong(description.group(2), 16);
        all.add(new Described(start, end, new TreeMap<>()));
      } else if (row.matches()) {
        // The last of several rows for one address is the one that holds.
        long start = Long.parseLong(row.group(1), 16);
        Described last = all.get(all.size() - 1);
        if (start < last.end()) {
          last.rows().put(start, row.group(2));
        }
      }
    }
    return all;
  }

  static String print(FrameRow row, Isa isa) {
    List<String> registers = new ArrayList<>();
    row.registers()
        .forEach((number, rule) -> registers.add(name(number, isa) + "=" + print(rule, isa)));
    String cfa =
        row.cfa() instanceof CfaRule.RegisterOffset rule
            ? plus(name(rule.register(), isa), rule.offset())
            : expression(((CfaRule.Expression) row.cfa()).bytecode(), isa);
    return "CFA=" + cfa + (registers.isEmpty() ? "" : ": " + String.join(", ", registers));
  }

  private static String print(RegisterRule rule, Isa isa) {
    if (rule instanceof RegisterRule.Undefined) {
      return "undefined";
    } else if (rule instanceof RegisterRule.SameValue) {
      return "same";
    } else if (rule instanceof RegisterRule.AtCfaOffset at) {
      return "[" + plus("CFA", at.offset()) + "]";
    } else if (rule instanceof RegisterRule.ValCfaOffset value) {
      return plus("CFA", value.offset());
    } else if (rule instanceof RegisterRule.InRegister in) {
      return name(in.register(), isa);
    } else if (rule instanceof RegisterRule.AtExpression at) {
      return "[" + expression(at.bytecode(), isa) + "]";
    } else if (rule instanceof RegisterRule.ValExpression value) {
      return expression(value.bytecode(), isa);
    }
    return Long.toString(((RegisterRule.Constant) rule).value());
  }

  /** Covers the operations that compilers and linkers use in call frame information. */
  private static String expression(byte[] bytecode, Isa isa) {
    Cursor cursor = new Cursor("", "", bytecode, 0, bytecode.length);
    List<String> operations = new ArrayList<>();
    try {
      while (cursor.remaining() > 0) {
        int opcode = cursor.u8();
        if (opcode >= 0x70 && opcode <= 0x8f) {
          long offset = cursor.sleb();
          operations.add(
              "DW_OP_breg%d %s%+d".formatted(opcode - 0x70, name(opcode - 0x70, isa), offset));
        } else if (opcode >= 0x30 && opcode <= 0x4f) {
          operations.add("DW_OP_lit" + (opcode - 0x30));
        } else {
          operations.add(
              "DW_OP_"
                  + switch (opcode) {
                    case 0x06 -> "deref";
                    case 0x1a -> "and";
                    case 0x22 -> "plus";
                    case 0x24 -> "shl";
                    case 0x2a -> "ge";
                    default -> "0x" + Integer.toHexString(opcode);
                  });
        }
      }
    } catch (ElfFormatException damaged) {
      throw new AssertionError(damaged);
    }
    return String.join(", ", operations);
  }

  private static String plus(String name, long offset) {
    return offset == 0 ? name : "%s%+d".formatted(name, offset);
  }

  private static String name(int number, Isa isa) {
    return switch (isa) {
      case X86_64 -> number < X86_NAMES.size() ? X86_NAMES.get(number) : "reg" + number;
      case AARCH64 ->
          number == 31
              ? "WSP"
              : number < 31 ? "W" + number : number >= 64 ? "B" + (number - 64) : "reg" + number;
    };
  }
}
