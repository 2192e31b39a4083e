package io.riffle.shuffle.decode;

import static io.riffle.shuffle.decode.A64Word.bit;
import static io.riffle.shuffle.decode.A64Word.bits;
import static io.riffle.shuffle.decode.A64Word.orZero;
import static io.riffle.shuffle.decode.A64Word.ra;
import static io.riffle.shuffle.decode.A64Word.rd;
import static io.riffle.shuffle.decode.A64Word.rm;
import static io.riffle.shuffle.decode.A64Word.rn;
import static io.riffle.shuffle.decode.A64Word.signedBits;

import io.riffle.shuffle.decode.Instruction.MemoryOperand;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The A64 group "Loads and Stores" (Arm ARM DDI 0487, C4.1): the accesses to one register and to a
 * pair, from which frames are reached. Its other parts are {@link A64Ordered}, {@link
 * A64Structures} and {@link A64Tags}.
 */
final class A64LoadStore {
  private static final A64Displacement UNSCALED = new A64Displacement.Unscaled();

  /** Indexed by binary logarithm of the access size. */
  private static final List<A64Displacement> SINGLE =
      IntStream.rangeClosed(0, 4).<A64Displacement>mapToObj(A64Displacement.Single::new).toList();

  private static final List<A64Displacement> PAIR =
      IntStream.rangeClosed(0, 4).<A64Displacement>mapToObj(A64Displacement.Pair::new).toList();

  private A64LoadStore() {}

  static Instruction decode(int word, long address) {
    return switch (bits(word, 29, 24)) {
      case 0b001000 -> A64Ordered.exclusive(word, address);
      case 0b001100 -> A64Structures.multiple(word, address);
      case 0b001101 -> A64Structures.single(word, address);
      case 0b011000, 0b011100 -> literal(word, address);
      case 0b011001 -> acquireOrTag(word, address);
      case 0b011101 -> vectorAcquire(word, address);
      case 0b101000, 0b101001, 0b101100, 0b101101 -> pair(word, address);
      case 0b111000, 0b111100 -> bit(word, 21) ? indexed(word, address) : near(word, address);
      case 0b111001, 0b111101 -> scaled(word, address);
      default -> A64Outcome.unknown(address);
    };
  }

  /** What size, V and opc say about an access to a single register. */
  private record Access(int scale, boolean load, boolean prefetch) {
    int bytes() {
      return prefetch ? 0 : 1 << scale;
    }
  }

  /** Reads size, V and opc; null if they are reserved. */
  private static Access access(int word, boolean mayPrefetch) {
    int size = bits(word, 31, 30);
    int operation = bits(word, 23, 22);
    if (bit(word, 26)) {
      int scale = (operation & 2) << 1 | size;
      return scale <= 4 ? new Access(scale, (operation & 1) != 0, false) : null;
    }
    if (operation < 2) {
      return new Access(size, operation == 1, false);
    }
    if (size == 3) {
      return operation == 2 && mayPrefetch ? new Access(3, false, true) : null;
    }
    return size < (operation == 2 ? 3 : 2) ? new Access(size, true, false) : null;
  }

  private static Instruction plain(int word, long address, Access access, MemoryOperand operand) {
    return A64Outcome.memory(address, operand, stored(word, access), loaded(word, access));
  }

  private static long stored(int word, Access access) {
    return bit(word, 26) || access.load || access.prefetch ? 0 : orZero(rd(word));
  }

  private static long loaded(int word, Access access) {
    return bit(word, 26) || !access.load ? 0 : orZero(rd(word));
  }

  /** An operand without index whose halves, if it has any, are not told apart. */
  static MemoryOperand operand(
      int word, long displacement, int bytes, boolean writeBack, DisplacementField field) {
    return new MemoryOperand(
        rn(word), Instruction.NO_REGISTER, displacement, bytes, bytes, writeBack, field);
  }

  /** "Load/store register (unsigned immediate)". */
  private static Instruction scaled(int word, long address) {
    Access access = access(word, true);
    if (access == null) {
      return A64Outcome.unknown(address);
    }
    long displacement = (long) bits(word, 21, 10) << access.scale;
    return plain(
        word,
        address,
        access,
        operand(word, displacement, access.bytes(), false, SINGLE.get(access.scale)));
  }

  /**
   * "Load/store register" with "(unscaled immediate)", "(immediate post-indexed)", "(unprivileged)"
   * and "(immediate pre-indexed)".
   */
  private static Instruction near(int word, long address) {
    int mode = bits(word, 11, 10);
    Access access = access(word, mode == 0b00);
    if (access == null || mode == 0b10 && bit(word, 26)) {
      return A64Outcome.unknown(address);
    }
    long immediate = signedBits(word, 20, 12);
    if (mode == 0b00 || mode == 0b10) {
      DisplacementField field = mode == 0b00 ? SINGLE.get(access.scale) : UNSCALED;
      return plain(word, address, access, operand(word, immediate, access.bytes(), false, field));
    }
    return A64Outcome.writeBack(
        address,
        moving(word, mode == 0b11 ? immediate : 0, access.bytes(), access.bytes()),
        immediate,
        stored(word, access),
        loaded(word, access));
  }

  private static MemoryOperand moving(int word, long displacement, int bytes, int elementBytes) {
    DisplacementField field = new A64Displacement.Fixed(displacement);
    return new MemoryOperand(
        rn(word), Instruction.NO_REGISTER, displacement, bytes, elementBytes, true, field);
  }

  /** "Load/store register (register offset)", "(pac)" and "Atomic memory operations". */
  private static Instruction indexed(int word, long address) {
    int mode = bits(word, 11, 10);
    if (mode == 0b00) {
      return A64Ordered.atomic(word, address);
    }
    if (mode != 0b10) {
      return authenticated(word, address);
    }
    Access access = access(word, true);
    boolean range = access != null && access.prefetch && bits(word, 4, 3) == 0b11; // RPRFM
    if (access == null || range || !bit(word, 14)) {
      return A64Outcome.unknown(address);
    }
    int index = rm(word) == A64Word.THIRTY_ONE ? Instruction.NO_REGISTER : rm(word);
    MemoryOperand operand =
        new MemoryOperand(
            rn(word), index, 0, access.bytes(), access.bytes(), false, A64Displacement.Fixed.NONE);
    return plain(word, address, access, operand);
  }

  /** "Load/store register (pac)": LDRAA and LDRAB, with a signed imm10 of doublewords. */
  private static Instruction authenticated(int word, long address) {
    if (bits(word, 31, 30) != 0b11 || bit(word, 26)) {
      return A64Outcome.unknown(address);
    }
    long displacement = 8L * ((bit(word, 22) ? -512 : 0) + bits(word, 20, 12));
    long loaded = orZero(rd(word));
    if (bit(word, 11)) {
      return A64Outcome.writeBack(
          address, moving(word, displacement, 8, 8), displacement, 0, loaded);
    }
    DisplacementField field = new A64Displacement.Fixed(displacement);
    return A64Outcome.memory(address, operand(word, displacement, 8, false, field), 0, loaded);
  }

  /** "Load register (literal)": no base; the displacement counts from the instruction. */
  private static Instruction literal(int word, long address) {
    int operation = bits(word, 31, 30);
    boolean vector = bit(word, 26);
    if (vector && operation == 3) {
      return A64Outcome.unknown(address);
    }
    boolean prefetch = !vector && operation == 3;
    int bytes = prefetch ? 0 : vector ? 4 << operation : operation == 1 ? 8 : 4;
    long displacement = 4L * signedBits(word, 23, 5);
    MemoryOperand operand =
        new MemoryOperand(
            Instruction.NO_REGISTER,
            Instruction.NO_REGISTER,
            displacement,
            bytes,
            bytes,
            false,
            new A64Displacement.Fixed(displacement));
    return A64Outcome.memory(address, operand, 0, vector || prefetch ? 0 : orZero(rd(word)));
  }

  /**
   * "Load/store no-allocate pair (offset)" and "Load/store register pair" with "(post-indexed)",
   * "(offset)" and "(pre-indexed)": bits 24 and 23 tell which.
   */
  private static Instruction pair(int word, long address) {
    int operation = bits(word, 31, 30);
    boolean vector = bit(word, 26);
    boolean load = bit(word, 22);
    int mode = bits(word, 24, 23);
    if (operation == 3 || !vector && operation == 1 && mode == 0) {
      return A64Outcome.unknown(address);
    }
    boolean tags = !vector && operation == 1 && !load; // STGP, in units of a tag granule
    int scale = vector ? 2 + operation : operation == 2 ? 3 : 2;
    int unit = tags ? 4 : scale;
    int element = tags ? 8 : 1 << scale;
    long immediate = (long) signedBits(word, 21, 15) << unit;
    long registers = vector ? 0 : orZero(rd(word)) | orZero(ra(word));
    long read = load ? 0 : registers;
    long written = load ? registers : 0;
    if (mode == 0b01 || mode == 0b11) {
      return A64Outcome.writeBack(
          address,
          moving(word, mode == 0b11 ? immediate : 0, 2 * element, element),
          immediate,
          read,
          written);
    }
    MemoryOperand operand =
        new MemoryOperand(
            rn(word),
            Instruction.NO_REGISTER,
            immediate,
            2 * element,
            element,
            false,
            PAIR.get(unit));
    return A64Outcome.memory(address, operand, read, written);
  }

  /** "LDAPR/STLR (unscaled immediate)" and "Load/store memory tags" share bits 29 to 24. */
  private static Instruction acquireOrTag(int word, long address) {
    if (bit(word, 21)) {
      return A64Tags.decode(word, address);
    }
    return acquire(word, address, 0b00);
  }

  /** "LDAPR/STLR (SIMD&amp;FP)". */
  private static Instruction vectorAcquire(int word, long address) {
    return bit(word, 21) ? A64Outcome.unknown(address) : acquire(word, address, 0b10);
  }

  private static Instruction acquire(int word, long address, int mode) {
    Access access = access(word, false);
    if (access == null || bits(word, 11, 10) != mode) {
      return A64Outcome.unknown(address);
    }
    long displacement = signedBits(word, 20, 12);
    return plain(
        word, address, access, operand(word, displacement, access.bytes(), false, UNSCALED));
  }
}
