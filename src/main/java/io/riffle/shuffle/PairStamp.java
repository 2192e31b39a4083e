package io.riffle.shuffle;

import io.riffle.elf.Segment;
import io.riffle.elf.Symbol;
import io.riffle.isa.Isa;
import io.riffle.shuffle.decode.ControlFlow;
import io.riffle.shuffle.decode.Decoder;
import io.riffle.shuffle.decode.Instruction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A number in the code that says which state of the binary this is, so that an image of one state
 * is told from another's. A shuffle may leave each page alone that a dump happens to hold; but CRIU
 * runs its own code in the first page of the first executable mapping, so that every dump holds
 * that page, and with it the stamp. It takes the place of filling between two functions, which
 * nothing ever runs, and traps if something did: {@code ud1} with the number as displacement on
 * x86-64, two {@code udf} on aarch64.
 */
final class PairStamp {
  private static final int PAGE = 4096;
  private static final byte[] X86_UD1 = {0x0f, (byte) 0xb9, (byte) 0x80};
  private static final int A64_NOP = 0xd503201f;
  private static final int A64_UDF_LIMIT = 0x10000;

  private PairStamp() {}

  /**
   * The change that stamps a binary.
   *
   * @param value the number
   * @return empty if the page has no filling that is large enough
   */
  static Optional<CodePatch> of(BinaryAnalysis binary, int value) throws IOException {
    BinaryCode code = binary.code();
    if (code.segments().isEmpty()) {
      return Optional.empty();
    }
    int first = 0;
    for (int index = 1; index < code.segments().size(); index++) {
      if (code.segments().get(index).virtualAddress()
          < code.segments().get(first).virtualAddress()) {
        first = index;
      }
    }
    Segment segment = code.segments().get(first);
    byte[] bytes = code.contents(first);
    long end = (segment.virtualAddress() & -PAGE) + PAGE;
    List<Symbol> functions =
        binary.elf().symbols().stream()
            .filter(symbol -> symbol.isFunction() && symbol.value() >= segment.virtualAddress())
            .filter(symbol -> symbol.value() <= end)
            .sorted(Comparator.comparingLong(Symbol::value))
            .toList();
    byte[] stamp = encode(binary.elf().isa(), value);
    for (int index = 0; index + 1 < functions.size(); index++) {
      long from = functions.get(index).end();
      long next = functions.get(index + 1).value();
      long offset = from - segment.virtualAddress();
      // A damaged symbol table gives any size.
      if (functions.get(index).size() <= 0 || offset < 0 || offset > bytes.length) {
        continue;
      }
      int start = (int) offset;
      long room = Math.min(next, end) - from;
      if (room >= stamp.length && start + room <= bytes.length) {
        byte[] gap = Arrays.copyOfRange(bytes, start, start + (int) room);
        byte[] body =
            Arrays.copyOfRange(
                bytes, (int) (functions.get(index).value() - segment.virtualAddress()), start);
        if (isFree(binary.elf().isa(), gap, stamp.length, body)) {
          return Optional.of(new CodePatch(from, Arrays.copyOf(gap, stamp.length), stamp));
        }
      }
    }
    return Optional.empty();
  }

  private static byte[] encode(Isa isa, int value) {
    ByteBuffer out = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    return switch (isa) {
      case X86_64 -> Arrays.copyOf(out.put(X86_UD1).putInt(value).array(), X86_UD1.length + 4);
      case AARCH64 -> out.putInt(value & 0xffff).putInt(value >>> 16).array();
    };
  }

  /**
   * Whether a gap holds filling, or a stamp and then filling, and what is before does not run on.
   */
  private static boolean isFree(Isa isa, byte[] gap, int stamp, byte[] functionBefore) {
    return switch (isa) {
          case X86_64 ->
              isX86Filling(gap, 0)
                  || Arrays.mismatch(gap, X86_UD1) == X86_UD1.length && isX86Filling(gap, stamp);
          case AARCH64 -> isA64Filling(gap);
        }
        && ends(isa, functionBefore);
  }

  private static boolean isX86Filling(byte[] gap, int start) {
    Decoder decoder = Decoder.of(Isa.X86_64);
    for (int at = start; at < gap.length; ) {
      int opcode = at;
      while (opcode < gap.length && (gap[opcode] == 0x66 || gap[opcode] == 0x2e)) {
        opcode++;
      }
      boolean last = opcode + 1 >= gap.length;
      boolean nop =
          opcode < gap.length
              && (gap[opcode] == (byte) 0x90
                  || gap[opcode] == (byte) 0xcc
                  || !last && gap[opcode] == 0x0f && gap[opcode + 1] == 0x1f);
      if (!nop) {
        return false;
      }
      at += decoder.decode(gap, at, 0).length();
    }
    return true;
  }

  /** Traps of any number count: filling is {@code udf #0}, and a stamp is two of them. */
  private static boolean isA64Filling(byte[] gap) {
    ByteBuffer words = ByteBuffer.wrap(gap).order(ByteOrder.LITTLE_ENDIAN);
    while (words.remaining() >= Integer.BYTES) {
      int word = words.getInt();
      if (word != A64_NOP && (word < 0 || word >= A64_UDF_LIMIT)) {
        return false;
      }
    }
    return gap.length % Integer.BYTES == 0;
  }

  /** Whether the last instruction of a function goes nowhere behind it. */
  private static boolean ends(Isa isa, byte[] function) {
    Decoder decoder = Decoder.of(isa);
    Instruction last = Instruction.unknown(0, 1);
    for (int at = 0; at < function.length; at += last.length()) {
      last = decoder.decode(function, at, at);
      if (!last.known()) {
        return false;
      }
    }
    ControlFlow flow = last.flow();
    return flow instanceof ControlFlow.Return
        || flow instanceof ControlFlow.Jump
        || flow instanceof ControlFlow.IndirectJump
        || flow instanceof ControlFlow.Trap;
  }
}
