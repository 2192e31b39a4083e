package io.riffle.shuffle.decode;

/**
 * Where the displacement of an A64 load or store stands: one implementation for each shape of
 * immediate field (Arm ARM DDI 0487, C4.1, group "Loads and Stores").
 */
sealed interface A64Displacement extends DisplacementField {
  /** The word with another displacement; the caller has made sure that it fits. */
  int patch(int word, long displacement);

  @Override
  default byte[] patch(byte[] instruction, long displacement) {
    if (instruction.length != A64Outcome.LENGTH) {
      throw new IllegalArgumentException(
          "an A64 instruction has 4 bytes, not " + instruction.length + ": pass exactly its bytes");
    }
    if (!canHold(displacement)) {
      throw new IllegalArgumentException(
          "displacement "
              + displacement
              + " does not fit "
              + this
              + ": ask canHold before patching");
    }
    return A64Decoder.bytesOf(patch(A64Decoder.wordAt(instruction, 0), displacement));
  }

  /** A displacement that cannot change in place, such as none, or one that also moves the base. */
  record Fixed(long displacement) implements A64Displacement {
    /** The field of a memory operand without displacement. */
    static final Fixed NONE = new Fixed(0);

    @Override
    public boolean canHold(long displacement) {
      return displacement == this.displacement;
    }

    @Override
    public int patch(int word, long displacement) {
      return word;
    }
  }

  /**
   * The two forms of a single-register access, which differ in bits 24 and 21 to 10 alone and so
   * can be exchanged in place: "Load/store register (unsigned immediate)" with imm12 in units of
   * the access size, and "(unscaled immediate)" with a signed imm9 in bytes. As assemblers do, the
   * scaled form is preferred where both fit.
   *
   * @param scale binary logarithm of the access size
   */
  record Single(int scale) implements A64Displacement {
    private static final int FORM_BITS = 1 << 24 | 0xfff << 10;
    private static final int SCALED_FORM = 1 << 24;

    @Override
    public boolean canHold(long displacement) {
      return fitsScaled(displacement) || fitsUnscaled(displacement);
    }

    private boolean fitsScaled(long displacement) {
      return displacement >= 0
          && displacement >> scale <= 0xfff
          && (displacement & (1L << scale) - 1) == 0;
    }

    @Override
    public int patch(int word, long displacement) {
      int form =
          fitsScaled(displacement)
              ? SCALED_FORM | (int) (displacement >> scale) << 10
              : ((int) displacement & 0x1ff) << 12;
      return word & ~FORM_BITS | form;
    }
  }

  /**
   * A signed imm9 in bytes, bits 20 to 12, of a form without scaled sibling: unprivileged and
   * load-acquire or store-release accesses.
   */
  record Unscaled() implements A64Displacement {
    @Override
    public boolean canHold(long displacement) {
      return fitsUnscaled(displacement);
    }

    @Override
    public int patch(int word, long displacement) {
      return word & ~(0x1ff << 12) | ((int) displacement & 0x1ff) << 12;
    }
  }

  /**
   * The signed imm7 of the "Load/store register pair" groups, bits 21 to 15, in units of one half
   * of the pair.
   *
   * @param scale binary logarithm of the unit
   */
  record Pair(int scale) implements A64Displacement {
    @Override
    public boolean canHold(long displacement) {
      return displacement >= -64L << scale
          && displacement <= 63L << scale
          && (displacement & (1L << scale) - 1) == 0;
    }

    @Override
    public int patch(int word, long displacement) {
      return word & ~(0x7f << 15) | ((int) (displacement >> scale) & 0x7f) << 15;
    }

    @Override
    public boolean canSwapHalves() {
      return true;
    }

    /** Exchanges Rt, bits 4 to 0, and Rt2, bits 14 to 10. */
    @Override
    public byte[] swapHalves(byte[] instruction) {
      int word = A64Decoder.wordAt(instruction, 0);
      int swapped = word & ~(0x1f << 10 | 0x1f) | (word & 0x1f) << 10 | word >>> 10 & 0x1f;
      return A64Decoder.bytesOf(swapped);
    }
  }

  /**
   * The addend of "Add/subtract (immediate)", which the two forms and the shift make a number of
   * either sign: bit 30 for a subtraction, bit 22 for units of 4096, bits 21 to 10 for the number.
   */
  record Addend() implements A64Displacement {
    private static final int FORM_BITS = 1 << 30 | 1 << 22 | 0xfff << 10;
    private static final int UNIT_BITS = 12;

    @Override
    public boolean canHold(long displacement) {
      long magnitude = Math.abs(displacement);
      return magnitude <= 0xfff || isShifted(magnitude) && magnitude >> UNIT_BITS <= 0xfff;
    }

    private static boolean isShifted(long magnitude) {
      return magnitude > 0xfff && (magnitude & 0xfff) == 0;
    }

    @Override
    public int patch(int word, long displacement) {
      long magnitude = Math.abs(displacement);
      int number = (int) (isShifted(magnitude) ? magnitude >> UNIT_BITS : magnitude);
      return word & ~FORM_BITS
          | (displacement < 0 ? 1 << 30 : 0)
          | (isShifted(magnitude) ? 1 << 22 : 0)
          | number << 10;
    }
  }

  private static boolean fitsUnscaled(long displacement) {
    return displacement >= -256 && displacement <= 255;
  }
}
