package io.riffle.shuffle.decode;

import static io.riffle.shuffle.decode.A64Word.SP;
import static io.riffle.shuffle.decode.A64Word.bit;
import static io.riffle.shuffle.decode.A64Word.bits;
import static io.riffle.shuffle.decode.A64Word.orStackPointer;
import static io.riffle.shuffle.decode.A64Word.orZero;
import static io.riffle.shuffle.decode.A64Word.rd;
import static io.riffle.shuffle.decode.A64Word.rm;
import static io.riffle.shuffle.decode.A64Word.rn;

import io.riffle.shuffle.decode.Instruction.AddressOf;

/**
 * The A64 group "Data Processing -- Immediate" (Arm ARM DDI 0487, C4.1). Here stand the additions
 * that set up and take down frames and that take the addresses of frame objects.
 */
final class A64Immediate {
  private A64Immediate() {}

  static Instruction decode(int word, long address) {
    return switch (bits(word, 25, 23)) {
      case 0b000, 0b001 -> A64Outcome.plain(address, 0, orZero(rd(word))); // ADR, ADRP
      case 0b010 -> addSubtract(word, address);
      case 0b011 -> bit(word, 22) ? minMax(word, address) : addSubtractTags(word, address);
      case 0b100 -> logical(word, address);
      case 0b101 -> moveWide(word, address);
      case 0b110 -> bitfield(word, address);
      default -> extract(word, address);
    };
  }

  /** "Add/subtract (immediate)". */
  private static Instruction addSubtract(int word, long address) {
    boolean wide = bit(word, 31);
    boolean setsFlags = bit(word, 29);
    int destination = rd(word);
    int source = rn(word);
    if (setsFlags && destination == A64Word.THIRTY_ONE) { // CMP, CMN
      return A64Outcome.plain(address, orStackPointer(source), 0);
    }
    if (!wide) {
      return A64Outcome.plainOrStackPointer(address, orStackPointer(source), destination);
    }
    long immediate = (long) bits(word, 21, 10) << (bit(word, 22) ? 12 : 0);
    long addend = bit(word, 30) ? -immediate : immediate;
    if (destination != SP) {
      // Another addend would give other flags.
      A64Displacement field =
          setsFlags ? new A64Displacement.Fixed(addend) : new A64Displacement.Addend();
      return A64Outcome.addressOf(
          address, new AddressOf(destination, source, Instruction.NO_REGISTER, addend, field));
    }
    StackEffect effect =
        source == SP ? new StackEffect.Adjust(addend) : new StackEffect.SetFrom(source, addend);
    return A64Outcome.stack(address, effect, 0);
  }

  /** "Add/subtract (immediate, with tags)": ADDG and SUBG. */
  private static Instruction addSubtractTags(int word, long address) {
    boolean allocated = bit(word, 31) && !bit(word, 29);
    return allocated
        ? A64Outcome.plainOrStackPointer(address, orStackPointer(rn(word)), rd(word))
        : A64Outcome.unknown(address);
  }

  /** "Min/max (immediate)". */
  private static Instruction minMax(int word, long address) {
    boolean allocated = bits(word, 30, 29) == 0 && bits(word, 21, 20) == 0;
    return allocated
        ? A64Outcome.plain(address, orZero(rn(word)), orZero(rd(word)))
        : A64Outcome.unknown(address);
  }

  /** "Logical (immediate)". */
  private static Instruction logical(int word, long address) {
    if (!isBitMask(word)) {
      return A64Outcome.unknown(address);
    }
    boolean setsFlags = bits(word, 30, 29) == 0b11;
    return setsFlags
        ? A64Outcome.plain(address, orZero(rn(word)), orZero(rd(word)))
        : A64Outcome.plainOrStackPointer(address, orZero(rn(word)), rd(word));
  }

  /** Whether N, immr and imms make a mask (Arm ARM, shared pseudocode DecodeBitMasks). */
  private static boolean isBitMask(int word) {
    boolean n = bit(word, 22);
    if (n && !bit(word, 31)) {
      return false;
    }
    int sizeBits = (n ? 1 << 6 : 0) | ~bits(word, 15, 10) & 0x3f;
    int elementSize = Integer.highestOneBit(sizeBits);
    return elementSize >= 2 && (bits(word, 15, 10) & elementSize - 1) != elementSize - 1;
  }

  /** "Move wide (immediate)": MOVN, MOVZ, and MOVK, which keeps part of its destination. */
  private static Instruction moveWide(int word, long address) {
    int operation = bits(word, 30, 29);
    if (operation == 0b01 || !bit(word, 31) && bit(word, 22)) {
      return A64Outcome.unknown(address);
    }
    long destination = orZero(rd(word));
    return A64Outcome.plain(address, operation == 0b11 ? destination : 0, destination);
  }

  /** "Bitfield": SBFM, BFM, UBFM. */
  private static Instruction bitfield(int word, long address) {
    int operation = bits(word, 30, 29);
    boolean wide = bit(word, 31);
    if (operation == 0b11 || wide != bit(word, 22) || !wide && (bit(word, 21) || bit(word, 15))) {
      return A64Outcome.unknown(address);
    }
    long destination = orZero(rd(word));
    long kept = operation == 0b01 ? destination : 0;
    return A64Outcome.plain(address, orZero(rn(word)) | kept, destination);
  }

  /** "Extract": EXTR. */
  private static Instruction extract(int word, long address) {
    boolean wide = bit(word, 31);
    boolean allocated =
        bits(word, 30, 29) == 0
            && !bit(word, 21)
            && wide == bit(word, 22)
            && (wide || !bit(word, 15));
    return allocated
        ? A64Outcome.plain(address, orZero(rn(word)) | orZero(rm(word)), orZero(rd(word)))
        : A64Outcome.unknown(address);
  }
}
