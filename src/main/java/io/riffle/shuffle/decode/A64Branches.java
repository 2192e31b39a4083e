package io.riffle.shuffle.decode;

import static io.riffle.shuffle.decode.A64Word.bit;
import static io.riffle.shuffle.decode.A64Word.bits;
import static io.riffle.shuffle.decode.A64Word.orStackPointer;
import static io.riffle.shuffle.decode.A64Word.orZero;
import static io.riffle.shuffle.decode.A64Word.rd;
import static io.riffle.shuffle.decode.A64Word.rn;
import static io.riffle.shuffle.decode.A64Word.signedBits;

/**
 * The A64 group "Branches, Exception Generating and System instructions" (Arm ARM DDI 0487, C4.1),
 * but for its system part, which is {@link A64System}.
 */
final class A64Branches {
  private static final ControlFlow CALL = new ControlFlow.Call();
  private static final ControlFlow RETURN = new ControlFlow.Return();
  private static final ControlFlow INDIRECT = new ControlFlow.IndirectJump();
  private static final ControlFlow TRAP = new ControlFlow.Trap();

  /** x0 to x18, which AAPCS64 lets a callee change, and the link register x30. */
  private static final long CHANGED_BY_CALL = (1L << 19) - 1 | 1L << 30;

  /** x0 to x5 and x8: arguments and number of a Linux system call. */
  private static final long READ_BY_SYSTEM_CALL = (1L << 6) - 1 | 1L << 8;

  private A64Branches() {}

  static Instruction decode(int word, long address) {
    return switch (bits(word, 31, 24)) {
      case 0x14, 0x15, 0x16, 0x17 ->
          A64Outcome.flow(address, new ControlFlow.Jump(target(word, address, 25, 0)), 0, 0);
      case 0x94, 0x95, 0x96, 0x97 -> A64Outcome.flow(address, CALL, 0, CHANGED_BY_CALL);
      case 0x54 -> conditional(word, address);
      case 0x34, 0x35, 0xb4, 0xb5 -> ifRegister(word, address, target(word, address, 23, 5));
      case 0x36, 0x37, 0xb6, 0xb7 -> ifRegister(word, address, target(word, address, 18, 5));
      case 0xd4 -> exception(word, address);
      case 0xd5 -> A64System.decode(word, address);
      case 0xd6, 0xd7 -> register(word, address);
      default -> A64Outcome.unknown(address);
    };
  }

  private static long target(int word, long address, int high, int low) {
    return address + 4L * signedBits(word, high, low);
  }

  /** "Conditional branch (immediate)": B.cond and BC.cond; the last two conditions always hold. */
  private static Instruction conditional(int word, long address) {
    long target = target(word, address, 23, 5);
    ControlFlow flow =
        bits(word, 3, 0) >= 0b1110 ? new ControlFlow.Jump(target) : new ControlFlow.Branch(target);
    return A64Outcome.flow(address, flow, 0, 0);
  }

  /** "Compare and branch (immediate)" and "Test and branch (immediate)". */
  private static Instruction ifRegister(int word, long address, long target) {
    return A64Outcome.flow(address, new ControlFlow.Branch(target), orZero(rd(word)), 0);
  }

  /** "Exception generation": SVC, BRK and HLT; the others are for kernels and hypervisors. */
  private static Instruction exception(int word, long address) {
    return switch (word & 0xffe0_001f) {
      case 0xd400_0001 -> A64Outcome.plain(address, READ_BY_SYSTEM_CALL, 1); // SVC: result in x0
      case 0xd420_0000, 0xd440_0000 -> A64Outcome.flow(address, TRAP, 0, 0);
      default -> A64Outcome.unknown(address);
    };
  }

  /**
   * "Unconditional branch (register)". Of the forms with pointer authentication, those that take an
   * explicit modifier (opc with bit 3 set) read one more register, which may be the stack pointer;
   * RETAA and RETAB use the stack pointer only to check the return address.
   */
  private static Instruction register(int word, long address) {
    int form = bits(word, 15, 10);
    boolean authenticated = form == 0b000010 || form == 0b000011;
    boolean modifier = bit(word, 24);
    int last = rd(word);
    boolean allocated =
        bits(word, 20, 16) == 0b11111
            && (modifier ? authenticated : authenticated ? last == 0b11111 : form + last == 0);
    if (!allocated) {
      return A64Outcome.unknown(address);
    }
    long read = orZero(rn(word)) | (modifier ? orStackPointer(last) : 0);
    return switch (bits(word, 23, 21)) {
      case 0b000 -> A64Outcome.flow(address, INDIRECT, read, 0);
      case 0b001 -> A64Outcome.flow(address, CALL, read, CHANGED_BY_CALL);
      case 0b010 -> returning(word, address, authenticated, modifier);
      default -> A64Outcome.unknown(address);
    };
  }

  private static Instruction returning(
      int word, long address, boolean authenticated, boolean modifier) {
    if (modifier || authenticated && rn(word) != A64Word.THIRTY_ONE) {
      return A64Outcome.unknown(address);
    }
    long link = authenticated ? 1L << 30 : orZero(rn(word));
    return A64Outcome.flow(address, RETURN, link, 0);
  }
}
