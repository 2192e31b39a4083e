package io.riffle.shuffle.decode;

import static io.riffle.shuffle.decode.A64Word.bit;
import static io.riffle.shuffle.decode.A64Word.bits;
import static io.riffle.shuffle.decode.A64Word.orZero;
import static io.riffle.shuffle.decode.A64Word.rd;
import static io.riffle.shuffle.decode.A64Word.rn;

/**
 * The A64 group "Data Processing -- Scalar Floating-Point and Advanced SIMD" (Arm ARM DDI 0487,
 * C4.1). Only moves and conversions between the register files concern general registers; all else
 * is known by its class, without a look at which members of the class are allocated.
 */
final class A64Vector {
  /**
   * The classes without general registers as pairs of mask and value, in the order of the group's
   * table.
   */
  private static final int[] CLASSES = {
    0xff3e_0c00, 0x4e28_0800, // Cryptographic AES
    0xff20_8c00, 0x5e00_0000, // Cryptographic three-register SHA
    0xff3e_0c00, 0x5e28_0800, // Cryptographic two-register SHA
    0xdfe0_8400, 0x5e00_0400, // Advanced SIMD scalar copy
    0xdf60_c400, 0x5e40_0400, // Advanced SIMD scalar three same FP16
    0xdf7e_0c00, 0x5e78_0800, // Advanced SIMD scalar two-register miscellaneous FP16
    0xdf20_8400, 0x5e00_8400, // Advanced SIMD scalar three same extra
    0xdf3e_0c00, 0x5e20_0800, // Advanced SIMD scalar two-register miscellaneous
    0xdf3e_0c00, 0x5e30_0800, // Advanced SIMD scalar pairwise
    0xdf20_0c00, 0x5e20_0000, // Advanced SIMD scalar three different
    0xdf20_0400, 0x5e20_0400, // Advanced SIMD scalar three same
    0xdf80_0400, 0x5f00_0400, // Advanced SIMD scalar shift by immediate
    0xdf00_0400, 0x5f00_0000, // Advanced SIMD scalar x indexed element
    0xbf20_8c00, 0x0e00_0000, // Advanced SIMD table lookup
    0xbf20_8c00, 0x0e00_0800, // Advanced SIMD permute
    0xbf20_8400, 0x2e00_0000, // Advanced SIMD extract
    0x9f60_c400, 0x0e40_0400, // Advanced SIMD three same (FP16)
    0x9f7e_0c00, 0x0e78_0800, // Advanced SIMD two-register miscellaneous (FP16)
    0x9f20_8400, 0x0e00_8400, // Advanced SIMD three-register extension
    0x9f3e_0c00, 0x0e20_0800, // Advanced SIMD two-register miscellaneous
    0x9f3e_0c00, 0x0e30_0800, // Advanced SIMD across lanes
    0x9f20_0c00, 0x0e20_0000, // Advanced SIMD three different
    0x9f20_0400, 0x0e20_0400, // Advanced SIMD three same
    0x9f80_0400, 0x0f00_0400, // Advanced SIMD modified immediate, shift by immediate
    0x9f00_0400, 0x0f00_0000, // Advanced SIMD vector x indexed element
    0xffe0_c000, 0xce40_8000, // Cryptographic three-register, imm2
    0xffe0_b000, 0xce60_8000, // Cryptographic three-register SHA 512
    0xff80_8000, 0xce00_0000, // Cryptographic four-register
    0xffe0_0000, 0xce80_0000, // XAR
    0xffff_f000, 0xcec0_8000, // Cryptographic two-register SHA 512
    0xff20_7c00, 0x1e20_4000, // Floating-point data-processing (1 source)
    0xff20_fc00, 0x1e20_2000, // Floating-point compare
    0xff20_1c00, 0x1e20_1000, // Floating-point immediate
    0xff20_0c00, 0x1e20_0400, // Floating-point conditional compare
    0xff20_0c00, 0x1e20_0800, // Floating-point data-processing (2 source)
    0xff20_0c00, 0x1e20_0c00, // Floating-point conditional select
    0xff00_0000, 0x1f00_0000, // Floating-point data-processing (3 source)
  };

  private A64Vector() {}

  static Instruction decode(int word, long address) {
    if ((word & 0x7f20_0000) == 0x1e00_0000) {
      return fixedPoint(word, address);
    }
    if ((word & 0x7f20_fc00) == 0x1e20_0000) {
      return integer(word, address);
    }
    if ((word & 0x9fe0_8400) == 0x0e00_0400) {
      return copy(word, address);
    }
    for (int i = 0; i < CLASSES.length; i += 2) {
      if ((word & CLASSES[i]) == CLASSES[i + 1]) {
        return A64Outcome.plain(address, 0, 0);
      }
    }
    return A64Outcome.unknown(address);
  }

  private static Instruction toGeneral(int word, long address) {
    return A64Outcome.plain(address, 0, orZero(rd(word)));
  }

  private static Instruction fromGeneral(int word, long address) {
    return A64Outcome.plain(address, orZero(rn(word)), 0);
  }

  /** "Conversion between floating-point and fixed-point". */
  private static Instruction fixedPoint(int word, long address) {
    if (!bit(word, 31) && !bit(word, 15)) {
      return A64Outcome.unknown(address);
    }
    return switch (bits(word, 20, 16)) { // rmode and opcode
      case 0b00_010, 0b00_011 -> fromGeneral(word, address); // SCVTF, UCVTF
      case 0b11_000, 0b11_001 -> toGeneral(word, address); // FCVTZS, FCVTZU
      default -> A64Outcome.unknown(address);
    };
  }

  /** "Conversion between floating-point and integer". */
  private static Instruction integer(int word, long address) {
    boolean wide = bit(word, 31);
    int type = bits(word, 23, 22);
    boolean topHalf = wide && type == 0b10;
    boolean sameSize = type == 0b11 || type == (wide ? 0b01 : 0b00);
    int operation = bits(word, 20, 16); // rmode and opcode
    boolean allocated =
        switch (operation) {
          case 0b00_110, 0b00_111 -> sameSize; // FMOV
          case 0b01_110, 0b01_111 -> topHalf; // FMOV Vd.D[1]
          case 0b11_110 -> !wide && type == 0b01; // FJCVTZS
          default -> type != 0b10;
        };
    if (!allocated) {
      return A64Outcome.unknown(address);
    }
    return switch (operation) {
      case 0b00_010, 0b00_011, 0b00_111, 0b01_111 -> fromGeneral(word, address);
      case 0b00_000, 0b00_001, 0b01_000, 0b01_001, 0b10_000, 0b10_001, 0b11_000, 0b11_001 ->
          toGeneral(word, address); // FCVTNS to FCVTZU
      case 0b00_100, 0b00_101, 0b00_110, 0b01_110, 0b11_110 -> toGeneral(word, address);
      default -> A64Outcome.unknown(address);
    };
  }

  /** "Advanced SIMD copy". */
  private static Instruction copy(int word, long address) {
    if (bit(word, 29)) {
      return A64Outcome.plain(address, 0, 0); // INS (element)
    }
    return switch (bits(word, 14, 11)) {
      case 0b0000 -> A64Outcome.plain(address, 0, 0); // DUP (element)
      case 0b0001, 0b0011 -> fromGeneral(word, address); // DUP (general), INS (general)
      case 0b0101, 0b0111 -> toGeneral(word, address); // SMOV, UMOV
      default -> A64Outcome.unknown(address);
    };
  }
}
