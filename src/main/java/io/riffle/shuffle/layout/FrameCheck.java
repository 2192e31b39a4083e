package io.riffle.shuffle.layout;

import io.riffle.elf.CfaRule;
import io.riffle.elf.FrameDescription;
import io.riffle.elf.RegisterRule;
import io.riffle.elf.dwarf.Attribute;
import io.riffle.elf.dwarf.Die;
import io.riffle.elf.dwarf.DwarfFormatException;
import io.riffle.elf.dwarf.Tag;
import io.riffle.isa.Isa;
import io.riffle.shuffle.decode.Decoder;
import io.riffle.shuffle.decode.Instruction;
import io.riffle.shuffle.decode.StackEffect;
import io.riffle.shuffle.layout.FrameObject.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Compares the frame that a remark describes with what the binary itself says of it, since a remark
 * of another compilation (another level, ISA or state of the source) has the same name and line.
 */
final class FrameCheck {
  private static final long SAVED_BYTES = 8;
  private static final int OP_REGISTER_0 = 0x50;
  private static final int OP_REGISTER_31 = 0x6f;
  private static final int OP_FRAME_BASE_OFFSET = 0x91;

  private final Isa isa;
  private final FrameRules rules;
  private final FunctionLayout function;
  private final FrameDescription description;

  private FrameCheck(Isa isa, FunctionLayout function, FrameDescription description) {
    this.isa = isa;
    this.rules = FrameRules.of(isa);
    this.function = function;
    this.description = description;
  }

  /**
   * The first contradiction, if there is any.
   *
   * @param description the function's call frame information
   * @param die the function in debug information
   * @param code its code
   */
  static Optional<Omission> of(
      Isa isa, FunctionLayout function, FrameDescription description, Die die, byte[] code)
      throws DwarfFormatException {
    FrameCheck check = new FrameCheck(isa, function, description);
    if (!check.savesAreSpills()) {
      return Optional.of(Omission.SAVED_ELSEWHERE);
    }
    // Of a realigned frame the remark's offsets are not the CFA's; it stays as it is anyway.
    if (!function.realigned() && !check.variablesAreObjects(die)) {
      return Optional.of(Omission.VARIABLE_ELSEWHERE);
    }
    if (!function.realigned() && !check.isWithin(check.depth(code))) {
      return Optional.of(Omission.BEYOND_FRAME);
    }
    return Optional.empty();
  }

  private boolean savesAreSpills() {
    return description.rows().stream()
        .flatMap(row -> row.registers().entrySet().stream())
        .filter(rule -> !(rules.returnAddressIsPushed() && isReturnAddress(rule.getKey())))
        .map(rule -> rule.getValue())
        .filter(RegisterRule.AtCfaOffset.class::isInstance)
        .mapToLong(rule -> ((RegisterRule.AtCfaOffset) rule).offset())
        .allMatch(this::isSpill);
  }

  private boolean isReturnAddress(int register) {
    return register == isa.registers().returnAddress();
  }

  private boolean isSpill(long offset) {
    return function.objects().stream()
        .anyMatch(
            object ->
                object.kind() == Kind.SPILL
                    && object.cfaOffset() == offset
                    && object.size() == SAVED_BYTES);
  }

  /** Whether some place of the frame base puts every variable that is in memory on an object. */
  private boolean variablesAreObjects(Die die) throws DwarfFormatException {
    byte[] base = die.block(Attribute.FRAME_BASE).orElse(new byte[0]);
    int operation = base.length == 1 ? base[0] & 0xff : -1;
    long[] variables =
        die.children().stream()
            .filter(child -> child.tag() == Tag.VARIABLE || child.tag() == Tag.FORMAL_PARAMETER)
            .map(FrameCheck::frameOffset)
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .toArray();
    if (operation < OP_REGISTER_0 || operation > OP_REGISTER_31 || variables.length == 0) {
      return true;
    }
    List<Long> bases = basesOf(operation - OP_REGISTER_0);
    return bases.isEmpty() || bases.stream().anyMatch(at -> areObjects(variables, at));
  }

  /** What a register is minus the CFA where the CFA is taken from it. */
  private List<Long> basesOf(int register) {
    return description.rows().stream()
        .map(row -> row.cfa())
        .filter(CfaRule.RegisterOffset.class::isInstance)
        .map(CfaRule.RegisterOffset.class::cast)
        .filter(cfa -> cfa.register() == register)
        .map(cfa -> -cfa.offset())
        .distinct()
        .toList();
  }

  private boolean areObjects(long[] variables, long base) {
    for (long variable : variables) {
      if (function.objects().stream().noneMatch(each -> each.cfaOffset() == base + variable)) {
        return false;
      }
    }
    return true;
  }

  /** The operand of a location that is {@code DW_OP_fbreg} and nothing else. */
  private static OptionalLong frameOffset(Die variable) {
    byte[] location;
    try {
      location = variable.block(Attribute.LOCATION).orElse(new byte[0]);
    } catch (DwarfFormatException e) {
      return OptionalLong.empty();
    }
    if (location.length < 2 || (location[0] & 0xff) != OP_FRAME_BASE_OFFSET) {
      return OptionalLong.empty();
    }
    long value = 0;
    int shift = 0;
    for (int at = 1; at < location.length && shift < Long.SIZE; at++, shift += 7) {
      value |= (location[at] & 0x7fL) << shift;
      if ((location[at] & 0x80) == 0) {
        int sign = Math.max(Long.SIZE - shift - 7, 0);
        return at + 1 == location.length
            ? OptionalLong.of(value << sign >> sign)
            : OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }

  private boolean isWithin(OptionalLong depth) {
    return function.objects().stream()
        .filter(object -> object.kind() != Kind.VARIABLE_SIZED)
        .allMatch(
            object ->
                (object.kind() == Kind.FIXED || object.cfaEnd() <= 0)
                    && (depth.isEmpty()
                        || object.cfaOffset() >= -depth.getAsLong() - rules.redZone()));
  }

  /** The most bytes that the frame can have below its CFA; empty if that is not known. */
  private OptionalLong depth(byte[] code) {
    long rows = 0;
    boolean fromStackPointer = true;
    for (var row : description.rows()) {
      boolean known =
          row.cfa() instanceof CfaRule.RegisterOffset cfa
              && cfa.register() == isa.registers().stackPointer();
      fromStackPointer &= known;
      rows = known ? Math.max(rows, ((CfaRule.RegisterOffset) row.cfa()).offset()) : rows;
    }
    return fromStackPointer ? OptionalLong.of(rows) : depthByCode(code);
  }

  /** The sum of all that the code subtracts: each path subtracts a part of that. */
  private OptionalLong depthByCode(byte[] code) {
    Decoder decoder = Decoder.of(isa);
    long depth = rules.cfaAboveEntry();
    for (int at = 0; at < code.length; ) {
      Instruction instruction = decoder.decode(code, at, function.address() + at);
      if (!instruction.known()
          || instruction.length() < 1
          || instruction.stack() instanceof StackEffect.Unknown) {
        return OptionalLong.empty();
      }
      if (instruction.stack() instanceof StackEffect.Adjust adjust) {
        depth -= Math.min(adjust.delta(), 0);
      }
      at += instruction.length();
    }
    return OptionalLong.of(depth);
  }
}
