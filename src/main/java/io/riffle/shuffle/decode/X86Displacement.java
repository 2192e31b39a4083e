package io.riffle.shuffle.decode;

/**
 * The displacement field of an x86-64 memory operand: Intel SDM volume 2, sections 2.1.3 (ModRM and
 * SIB) and 2.7.5 (compressed disp8*N of EVEX).
 */
sealed interface X86Displacement extends DisplacementField {
  /** Prefixes, opcode, ModRM and SIB are at most this long, so no field starts later. */
  int MAX_OFFSET = X86Encoding.MAX_LENGTH;

  /** Writes a displacement that {@link #canHold} has accepted. */
  void write(byte[] instruction, long displacement);

  @Override
  default byte[] patch(byte[] instruction, long displacement) {
    if (!canHold(displacement)) {
      throw new IllegalArgumentException(
          "displacement " + displacement + " does not fit in place: " + this);
    }
    byte[] patched = instruction.clone();
    write(patched, displacement);
    return patched;
  }

  /** No field, or one that must stay as it is: an implied zero, rip-relative, absolute. */
  record Fixed(long value) implements X86Displacement {
    static final Fixed ZERO = new Fixed(0);

    @Override
    public boolean canHold(long displacement) {
      return displacement == value;
    }

    @Override
    public void write(byte[] instruction, long displacement) {
      // The only displacement that fits is the one that is there.
    }
  }

  /** A signed byte at {@code offset}, counted in units of {@code 1 << shift} bytes. */
  record Byte(int offset, int shift) implements X86Displacement {
    private static final Byte[] PLAIN = new Byte[MAX_OFFSET];

    static {
      for (int offset = 0; offset < MAX_OFFSET; offset++) {
        PLAIN[offset] = new Byte(offset, 0);
      }
    }

    static Byte at(int offset, int shift) {
      return shift == 0 ? PLAIN[offset] : new Byte(offset, shift);
    }

    @Override
    public boolean canHold(long displacement) {
      long units = displacement >> shift;
      return units << shift == displacement && units == (byte) units;
    }

    @Override
    public void write(byte[] instruction, long displacement) {
      instruction[offset] = (byte) (displacement >> shift);
    }
  }

  /** A signed little-endian 32-bit integer at {@code offset}. */
  record Word(int offset) implements X86Displacement {
    private static final Word[] ALL = new Word[MAX_OFFSET];

    static {
      for (int offset = 0; offset < MAX_OFFSET; offset++) {
        ALL[offset] = new Word(offset);
      }
    }

    static Word at(int offset) {
      return ALL[offset];
    }

    @Override
    public boolean canHold(long displacement) {
      return displacement == (int) displacement;
    }

    @Override
    public void write(byte[] instruction, long displacement) {
      for (int i = 0; i < Integer.BYTES; i++) {
        instruction[offset + i] = (byte) (displacement >> 8 * i);
      }
    }
  }
}
