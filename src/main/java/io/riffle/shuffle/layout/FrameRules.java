package io.riffle.shuffle.layout;

import io.riffle.isa.Isa;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What an ISA's frames have of their own.
 *
 * @param cfaAboveEntry the CFA minus the stack pointer at function entry: x86-64's call has pushed
 *     the return address, aarch64's has not
 * @param alignsStackPointer whether code may set the stack pointer to a rounded address
 * @param returnAddressIsPushed whether the call itself saves the return address, in no object
 * @param redZone bytes below the stack pointer that a function may use without moving it
 * @param sharesBaseRegisters whether LLVM's local stack slot allocation may reach several objects
 *     through one register
 */
record FrameRules(
    long cfaAboveEntry,
    Predicate<byte[]> alignsStackPointer,
    boolean returnAddressIsPushed,
    long redZone,
    boolean sharesBaseRegisters) {
  private static final Map<Isa, FrameRules> TABLE =
      new EnumMap<>(
          Map.of(
              Isa.X86_64, new FrameRules(8, FrameRules::hasAndRsp, true, 128, false),
              Isa.AARCH64, new FrameRules(0, FrameRules::hasAndSp, false, 0, true)));

  private static final int A64_AND_IMMEDIATE_MASK = 0xff80001f;
  private static final int A64_AND_IMMEDIATE_TO_SP = 0x9200001f;

  /** The rules of an ISA. */
  static FrameRules of(Isa isa) {
    return TABLE.get(isa);
  }

  /**
   * Whether a frame is realigned: an object wants more than the stack pointer's own alignment, or
   * the code rounds the stack pointer. The second catches objects that were there when the compiler
   * decided and are gone since.
   */
  boolean realigned(Isa isa, List<Remark.Slot> slots, byte[] code) {
    long natural = isa.registers().stackAlignment();
    return slots.stream().anyMatch(slot -> slot.alignment() > natural)
        || alignsStackPointer.test(code);
  }

  /**
   * REX.W 81 /4 or 83 /4 with rsp, or 21 and 23 with rsp as the result (Intel SDM volume 2, AND).
   * Looked for at every byte, not only where instructions begin: a chance match merely makes a
   * function count as realigned.
   */
  private static boolean hasAndRsp(byte[] code) {
    for (int i = 0; i + 2 < code.length; i++) {
      int prefix = code[i] & 0xff;
      int opcode = code[i + 1] & 0xff;
      int modRm = code[i + 2] & 0xff;
      boolean immediate = (opcode == 0x81 || opcode == 0x83) && prefix == 0x48 && modRm == 0xe4;
      boolean toRm = opcode == 0x21 && (prefix & 0xf9) == 0x48 && (modRm & 0xc7) == 0xc4;
      boolean toRegister = opcode == 0x23 && (prefix & 0xfc) == 0x48 && (modRm & 0x38) == 0x20;
      if (immediate || toRm || toRegister) {
        return true;
      }
    }
    return false;
  }

  /** AND (immediate), 64-bit, whose destination 31 means sp (Arm ARM, C6.2). */
  private static boolean hasAndSp(byte[] code) {
    ByteBuffer words = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
    while (words.remaining() >= Integer.BYTES) {
      if ((words.getInt() & A64_AND_IMMEDIATE_MASK) == A64_AND_IMMEDIATE_TO_SP) {
        return true;
      }
    }
    return false;
  }
}
