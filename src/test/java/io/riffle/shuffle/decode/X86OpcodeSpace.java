package io.riffle.shuffle.decode;

import java.io.ByteArrayOutputStream;
import java.util.Set;

/**
 * Code that holds every opcode of every map with every mandatory prefix, W, vector length and reg
 * field, once with a memory operand and once with a register, each followed by nops so that a
 * disassembler that does not know one finds the next.
 */
final class X86OpcodeSpace {
  private static final int SLOT = 16;
  private static final int OPCODES = 256;
  private static final int MEMORY_SIB = 0x44;
  private static final int MEMORY_RBP = 0x45;
  private static final int REGISTER = 0xC1;
  private static final int SIB = 0x4C;
  private static final int DISPLACEMENT = 0x10;
  private static final int NOP = 0x90;
  private static final int[][] LEGACY_MAPS = {{}, {0x0F}, {0x0F, 0x38}, {0x0F, 0x3A}};
  private static final int[][] LEGACY_PREFIXES = {{}, {0x66}, {0xF3}, {0xF2}, {0x67}, {0x64}};
  private static final int[] EVEX_MAPS = {1, 2, 3, 5, 6};

  /** Opcodes of the vector maps that are narrowed by the reg field. */
  private static final Set<Integer> GROUPS = Set.of(0x49, 0x71, 0x72, 0x73, 0xAE, 0xF3);

  /** Prefixes, escapes to other maps, and the first bytes of VEX, EVEX and APX. */
  private static final Set<Integer> NO_OPCODES =
      Set.of(
          0x0F, 0x26, 0x2E, 0x36, 0x3E, 0x62, 0x64, 0x65, 0x66, 0x67, 0xC4, 0xC5, 0xD5, 0xF0, 0xF2,
          0xF3, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x4B, 0x4C, 0x4D,
          0x4E, 0x4F);

  private final ByteArrayOutputStream code = new ByteArrayOutputStream();

  private X86OpcodeSpace() {}

  static byte[] legacy() {
    X86OpcodeSpace space = new X86OpcodeSpace();
    for (int[] map : LEGACY_MAPS) {
      for (int[] prefix : LEGACY_PREFIXES) {
        for (int[] rex : new int[][] {{}, {0x48}, {0x45}}) {
          for (int opcode = 0; opcode < OPCODES; opcode++) {
            if (map.length > 0 || !NO_OPCODES.contains(opcode)) {
              space.operands(map.length < 2, prefix, rex, map, new int[] {opcode});
            }
          }
        }
      }
    }
    for (int modRm = 0xC0; modRm < 0x100; modRm++) {
      for (int[] prefix : LEGACY_PREFIXES) {
        for (int opcode : new int[] {0x01, 0x1E, 0xAE, 0xC7}) {
          space.slot(prefix, new int[] {0x0F, opcode, modRm});
        }
        for (int opcode = 0xD8; opcode <= 0xDF; opcode++) {
          space.slot(prefix, new int[] {opcode, modRm});
        }
      }
    }
    return space.code.toByteArray();
  }

  static byte[] vex() {
    X86OpcodeSpace space = new X86OpcodeSpace();
    for (int map = 1; map <= 3; map++) {
      for (int payload = 0; payload < 16; payload++) {
        int second = (payload & 8) << 4 | 0x70 | payload & 7;
        for (int opcode = 0; opcode < OPCODES; opcode++) {
          space.operands(GROUPS.contains(opcode), new int[] {0xC4, 0xE0 | map, second, opcode});
          // Some operands must not be given: vvvv of all ones.
          space.operands(
              GROUPS.contains(opcode), new int[] {0xC4, 0xE0 | map, second | 0x08, opcode});
        }
      }
    }
    return space.code.toByteArray();
  }

  static byte[] evex() {
    X86OpcodeSpace space = new X86OpcodeSpace();
    for (int map : EVEX_MAPS) {
      for (int payload = 0; payload < 8; payload++) {
        int second = (payload & 4) << 5 | 0x7C | payload & 3;
        for (int third : new int[] {0x08, 0x29, 0x49, 0x18, 0x58}) {
          for (int opcode = 0; opcode < OPCODES; opcode++) {
            space.operands(
                GROUPS.contains(opcode), new int[] {0x62, 0xF0 | map, second, third, opcode});
          }
        }
      }
    }
    return space.code.toByteArray();
  }

  private void operands(boolean allRegs, int[]... parts) {
    for (int reg = allRegs ? 0 : 1; reg < (allRegs ? 8 : 2); reg++) {
      slot(parts, MEMORY_SIB | reg << 3, SIB, DISPLACEMENT);
      slot(parts, REGISTER | reg << 3);
    }
    slot(parts, MEMORY_RBP, DISPLACEMENT);
  }

  private void slot(int[]... parts) {
    slot(parts, new int[0]);
  }

  private void slot(int[][] parts, int... rest) {
    int written = 0;
    for (int[] part : parts) {
      written += write(part);
    }
    written += write(rest);
    for (int i = written; i < SLOT; i++) {
      code.write(NOP);
    }
  }

  private int write(int[] bytes) {
    for (int value : bytes) {
      code.write(value);
    }
    return bytes.length;
  }
}
