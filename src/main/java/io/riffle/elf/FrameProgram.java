package io.riffle.elf;

import io.riffle.isa.Isa;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs the call frame instructions of one description (DWARF 5 section 6.4.2) into rows. */
final class FrameProgram {
  /** What differs between ISAs: whether 0x2d toggles the signing of the return address. */
  record Dialect(boolean togglesReturnAddressSigning) {
    static Dialect of(Isa isa) {
      return switch (isa) {
        case X86_64 -> new Dialect(false);
        case AARCH64 -> new Dialect(true);
      };
    }
  }

  private record State(CfaRule cfa, Map<Integer, RegisterRule> registers) {}

  // A damaged file may ask for any number of registers and rows; real tables are far below these.
  private static final int REGISTER_LIMIT = 1 << 14;
  private static final int STACK_LIMIT = 1 << 10;
  private static final int CELL_LIMIT = 1 << 20;

  private final FrameEntry entry;
  private final CommonInformation common;
  private final Dialect dialect;
  private final List<FrameRow> rows = new ArrayList<>();
  private final List<SaveRule> saves = new ArrayList<>();
  private final Deque<State> remembered = new ArrayDeque<>();
  private Map<Integer, RegisterRule> initial = Map.of();
  private Map<Integer, RegisterRule> registers = new TreeMap<>();
  private CfaRule cfa;
  private long location;
  private int cells;
  private boolean initialised;

  FrameProgram(FrameEntry entry, Dialect dialect) {
    this.entry = entry;
    this.common = entry.common();
    this.dialect = dialect;
    this.location = entry.start();
  }

  /** A register number within reason. */
  static int register(long number, Cursor cursor) throws ElfFormatException {
    if (number < 0 || number >= REGISTER_LIMIT) {
      throw cursor.error("unreasonable register number " + Long.toUnsignedString(number));
    }
    return (int) number;
  }

  List<FrameRow> run() throws ElfFormatException {
    execute(common.instructions().copy());
    initial = new TreeMap<>(registers);
    initialised = true;
    Cursor cursor = entry.instructions().copy();
    execute(cursor);
    if (entry.end() != location) {
      endRow(entry.end(), cursor);
    }
    return rows;
  }

  /**
   * Where the description itself, not its common part, says that registers are saved; after run.
   */
  List<SaveRule> saves() {
    return List.copyOf(saves);
  }

  private void execute(Cursor cursor) throws ElfFormatException {
    while (cursor.remaining() > 0) {
      int opcode = cursor.u8();
      int low = opcode & 0x3f;
      switch (opcode >> 6) {
        case 1 -> advance(low, cursor);
        case 2 -> registers.put(low, saved(low, cursor));
        case 3 -> restore(low);
        default -> extended(opcode, cursor);
      }
    }
  }

  private void extended(int opcode, Cursor cursor) throws ElfFormatException {
    switch (opcode) {
      case 0x00 -> {} // nop
      case 0x01 -> // set_loc
          moveTo(common.addresses().number(cursor), cursor);
      case 0x02 -> advance(cursor.u8(), cursor);
      case 0x03 -> advance(cursor.u16(), cursor);
      case 0x04 -> advance(cursor.u32(), cursor);
      case 0x05 -> // offset_extended
          set(cursor, register -> saved(register, cursor));
      case 0x06 -> restore(register(cursor)); // restore_extended
      case 0x07 -> set(cursor, register -> new RegisterRule.Undefined());
      case 0x08 -> set(cursor, register -> new RegisterRule.SameValue());
      case 0x09 -> // register
          set(cursor, register -> new RegisterRule.InRegister(register(cursor)));
      case 0x0a -> remember(cursor);
      case 0x0b -> recall(cursor);
      case 0x0c -> // def_cfa
          cfa = new CfaRule.RegisterOffset(register(cursor), cursor.uleb());
      case 0x0d -> // def_cfa_register
          cfa = new CfaRule.RegisterOffset(register(cursor), cfaInRegister(cursor).offset());
      case 0x0e -> // def_cfa_offset
          cfa = new CfaRule.RegisterOffset(cfaInRegister(cursor).register(), cursor.uleb());
      case 0x0f -> cfa = new CfaRule.Expression(block(cursor)); // def_cfa_expression
      case 0x10 -> // expression
          set(cursor, register -> new RegisterRule.AtExpression(block(cursor)));
      case 0x11 -> // offset_extended_sf
          set(cursor, register -> fixed(register, scaled(cursor.sleb())));
      case 0x12 -> // def_cfa_sf
          cfa = new CfaRule.RegisterOffset(register(cursor), scaled(cursor.sleb()));
      case 0x13 -> // def_cfa_offset_sf
          cfa = new CfaRule.RegisterOffset(cfaInRegister(cursor).register(), scaled(cursor.sleb()));
      case 0x14 -> // val_offset
          set(cursor, register -> new RegisterRule.ValCfaOffset(scaled(cursor.uleb())));
      case 0x15 -> // val_offset_sf
          set(cursor, register -> new RegisterRule.ValCfaOffset(scaled(cursor.sleb())));
      case 0x16 -> // val_expression
          set(cursor, register -> new RegisterRule.ValExpression(block(cursor)));
      case 0x2d -> toggleSigning(cursor);
      case 0x2e -> cursor.uleb(); // GNU_args_size: matters to exceptions only
      case 0x2f -> // GNU_negative_offset_extended
          set(cursor, register -> fixed(register, -scaled(cursor.uleb())));
      default ->
          throw cursor.error("unknown call frame instruction 0x" + Integer.toHexString(opcode));
    }
  }

  /** Computes a rule from operands that may be cut off. */
  private interface RuleReader {
    RegisterRule read(int register) throws ElfFormatException;
  }

  private void set(Cursor cursor, RuleReader reader) throws ElfFormatException {
    int register = register(cursor);
    registers.put(register, reader.read(register));
  }

  private RegisterRule saved(int register, Cursor cursor) throws ElfFormatException {
    int start = cursor.position();
    long offset = scaled(cursor.uleb());
    add(
        new SaveRule(
            register,
            offset,
            entry.sectionAddress() + start,
            cursor.position() - start,
            common.dataAlignment()));
    return new RegisterRule.AtCfaOffset(offset);
  }

  private RegisterRule fixed(int register, long offset) {
    add(new SaveRule(register, offset, 0, 0, 0));
    return new RegisterRule.AtCfaOffset(offset);
  }

  private void add(SaveRule rule) {
    if (initialised) {
      saves.add(rule);
    }
  }

  private void restore(int register) {
    RegisterRule rule = initial.get(register);
    if (rule == null) {
      registers.remove(register);
    } else {
      registers.put(register, rule);
    }
  }

  private void remember(Cursor cursor) throws ElfFormatException {
    if (remembered.size() == STACK_LIMIT) {
      throw cursor.error("more than " + STACK_LIMIT + " remembered states");
    }
    count(cursor);
    remembered.push(new State(cfa, new TreeMap<>(registers)));
  }

  private void recall(Cursor cursor) throws ElfFormatException {
    if (remembered.isEmpty()) {
      throw cursor.error("a state is restored that was not remembered");
    }
    State state = remembered.pop();
    cfa = state.cfa();
    registers = state.registers();
  }

  private void toggleSigning(Cursor cursor) throws ElfFormatException {
    if (!dialect.togglesReturnAddressSigning()) {
      throw cursor.error("unknown call frame instruction 0x2d");
    }
    boolean signed =
        registers.get(FrameRow.RA_SIGN_STATE) instanceof RegisterRule.Constant constant
            && (constant.value() & 1) != 0;
    registers.put(FrameRow.RA_SIGN_STATE, new RegisterRule.Constant(signed ? 0 : 1));
  }

  private void advance(long delta, Cursor cursor) throws ElfFormatException {
    moveTo(location + delta * common.codeAlignment(), cursor);
  }

  private void moveTo(long target, Cursor cursor) throws ElfFormatException {
    if (Long.compareUnsigned(target, location) < 0
        || Long.compareUnsigned(target, entry.end()) > 0) {
      throw cursor.error("a row that is not in its description");
    }
    if (target != location) {
      endRow(target, cursor);
    }
  }

  private void endRow(long end, Cursor cursor) throws ElfFormatException {
    if (cfa == null) {
      throw cursor.error("a row without a CFA");
    }
    count(cursor);
    rows.add(new FrameRow(location, end, cfa, registers));
    location = end;
  }

  private void count(Cursor cursor) throws ElfFormatException {
    cells += 1 + registers.size();
    if (cells > CELL_LIMIT) {
      throw cursor.error("unreasonably large table for one description");
    }
  }

  private CfaRule.RegisterOffset cfaInRegister(Cursor cursor) throws ElfFormatException {
    if (cfa instanceof CfaRule.RegisterOffset inRegister) {
      return inRegister;
    }
    throw cursor.error("part of a CFA rule is changed that is not a register and an offset");
  }

  private long scaled(long factored) {
    return factored * common.dataAlignment();
  }

  private static int register(Cursor cursor) throws ElfFormatException {
    return register(cursor.uleb(), cursor);
  }

  private static byte[] block(Cursor cursor) throws ElfFormatException {
    return cursor.bytes(cursor.size(cursor.uleb()));
  }
}
