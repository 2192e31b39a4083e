package io.riffle.shuffle.layout;

import io.riffle.isa.Isa;
import io.riffle.shuffle.layout.FrameUse.Form;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An operand of LLVM's machine IR that names a frame object.
 *
 * @param fixed whether it is one of those that the calling convention places
 * @param number its number, of either kind
 * @param form what the instruction does; empty for a plain read or write
 * @param offset the constant part in bytes, from the object's lowest byte
 */
record MachineOperand(boolean fixed, int number, Optional<Form> form, int offset) {
  private static final String OBJECT = "%(fixed-)?stack\\.(\\d+)(?:\\.[^,\\s]*)?";

  /** Flags and results stand before an instruction's name, which alone is in capitals. */
  private static final Pattern NAME =
      Pattern.compile("^\\s*(?:[^=]* = )?(?:[a-z][a-z-]* )*([A-Z]\\w*)\\b");

  /** Base, scale, index, displacement and segment. */
  private static final Pattern X86 =
      Pattern.compile(OBJECT + ", \\d+, ([^,]+), (-?\\d+), \\$(?:noreg|[f-g]s)\\b");

  private static final Pattern A64_MEMORY = Pattern.compile(OBJECT + ", (-?\\d+)\\b");
  private static final Pattern A64_ADDRESS = Pattern.compile(OBJECT + ", (-?\\d+), 0\\b");

  /** The forms whose immediate counts in units of what one register takes. */
  private static final Pattern A64_SCALED =
      Pattern.compile(
          "(?:LDR|STR)(BB|HH|SBW|SBX|SHW|SHX|SW|[BHWXSDQ])ui|(?:LD|ST)N?P(SW|[WXSDQ])i");

  private static final Pattern A64_UNSCALED =
      Pattern.compile("(?:LDUR|STUR)(?:BB|HH|SBW|SBX|SHW|SHX|SW|[BHWXSDQ])i");

  private static final Map<String, Integer> A64_BYTES =
      Map.ofEntries(
          Map.entry("BB", 1),
          Map.entry("SBW", 1),
          Map.entry("SBX", 1),
          Map.entry("B", 1),
          Map.entry("HH", 2),
          Map.entry("SHW", 2),
          Map.entry("SHX", 2),
          Map.entry("H", 2),
          Map.entry("W", 4),
          Map.entry("SW", 4),
          Map.entry("S", 4),
          Map.entry("X", 8),
          Map.entry("D", 8),
          Map.entry("Q", 16));

  private static final String A64_ADDITION = "ADDXri";

  /**
   * The operand of an instruction, of which no more than one may name an object.
   *
   * @param instruction the printed instruction, without what follows its colons
   * @return none if the instruction is not understood
   */
  static Optional<MachineOperand> of(Isa isa, String instruction) {
    Matcher name = NAME.matcher(instruction);
    if (!name.find() || instruction.indexOf("stack.") != instruction.lastIndexOf("stack.")) {
      return Optional.empty();
    }
    return switch (isa) {
      case X86_64 -> x86(name.group(1), instruction);
      case AARCH64 -> a64(name.group(1), instruction);
    };
  }

  private static Optional<MachineOperand> x86(String name, String instruction) {
    Matcher operand = X86.matcher(instruction);
    if (!operand.find()) {
      return Optional.empty();
    }
    boolean indexed = !operand.group(3).equals("$noreg");
    boolean address = name.startsWith("LEA");
    Optional<Form> form =
        address
            ? Optional.of(indexed ? Form.INDEXED_ADDRESS : Form.ADDRESS)
            : Optional.of(Form.INDEXED).filter(any -> indexed);
    return operand(operand, form, operand.group(4), 1);
  }

  private static Optional<MachineOperand> a64(String name, String instruction) {
    if (name.equals(A64_ADDITION)) {
      Matcher operand = A64_ADDRESS.matcher(instruction);
      return operand.find()
          ? operand(operand, Optional.of(Form.ADDRESS), operand.group(3), 1)
          : Optional.empty();
    }
    Matcher scaled = A64_SCALED.matcher(name);
    boolean isScaled = scaled.matches();
    Matcher operand = A64_MEMORY.matcher(instruction);
    if (!isScaled && !A64_UNSCALED.matcher(name).matches() || !operand.find()) {
      return Optional.empty();
    }
    String unit = !isScaled ? "B" : scaled.group(1) != null ? scaled.group(1) : scaled.group(2);
    return operand(operand, Optional.empty(), operand.group(3), A64_BYTES.get(unit));
  }

  private static Optional<MachineOperand> operand(
      Matcher operand, Optional<Form> form, String offset, int unit) {
    try {
      int bytes = Math.multiplyExact(Integer.parseInt(offset), unit);
      return Math.abs((long) bytes) >= FrameUse.LIMIT
          ? Optional.empty()
          : Optional.of(
              new MachineOperand(
                  operand.group(1) != null, Integer.parseInt(operand.group(2)), form, bytes));
    } catch (NumberFormatException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
