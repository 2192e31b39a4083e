package io.riffle.shuffle.layout;

import io.riffle.elf.ElfFile;
import io.riffle.elf.Symbol;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/**
 * Sequences that LLVM's machine outliner took out of functions, as {@code -Oz} does on aarch64, and
 * that these call: they use the frame of their caller, of several functions alike. Symbols alone
 * tell them, so a layout is made without their callers while the binary has its symbols still;
 * layouts of versions before 4 may have them.
 */
public final class OutlinedCode {
  private static final String NAME = "OUTLINED_FUNCTION_";
  private static final int X86_CALL = 0xe8;
  private static final int X86_JUMP = 0xe9;
  private static final int X86_LENGTH = 5;
  private static final int A64_CALL_OR_JUMP = 0b00101;

  private final Isa isa;
  private final Set<Long> starts = new HashSet<>();

  private OutlinedCode(Isa isa) {
    this.isa = isa;
  }

  /**
   * The sequences that a binary's symbols name.
   *
   * @throws IOException if the binary is damaged or cannot be read
   */
  public static OutlinedCode of(ElfFile elf) throws IOException {
    OutlinedCode code = new OutlinedCode(elf.isa());
    for (Symbol symbol : elf.symbols()) {
      if (symbol.name().startsWith(NAME)) {
        code.starts.add(symbol.value());
      }
    }
    return code;
  }

  /**
   * Whether code may call such a sequence. Any bytes count that would be a call of one, whether or
   * not an instruction begins there.
   *
   * @param address of the code's first byte, as linked
   */
  public boolean isCalledBy(byte[] code, long address) {
    if (starts.isEmpty()) {
      return false;
    }
    ByteBuffer bytes = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
    return switch (isa) {
      case X86_64 -> x86(bytes, address);
      case AARCH64 -> a64(bytes, address);
    };
  }

  private boolean x86(ByteBuffer code, long address) {
    for (int at = 0; at + X86_LENGTH <= code.limit(); at++) {
      int opcode = code.get(at) & 0xff;
      if ((opcode == X86_CALL || opcode == X86_JUMP)
          && starts.contains(address + at + X86_LENGTH + code.getInt(at + 1))) {
        return true;
      }
    }
    return false;
  }

  private boolean a64(ByteBuffer code, long address) {
    for (int at = 0; at + Integer.BYTES <= code.limit(); at += Integer.BYTES) {
      int word = code.getInt(at);
      long distance = (long) (word << 6 >> 6) * Integer.BYTES;
      if ((word >>> 26 & 0x1f) == A64_CALL_OR_JUMP && starts.contains(address + at + distance)) {
        return true;
      }
    }
    return false;
  }
}
