package io.riffle.shuffle.decode;

/**
 * What follows an opcode and what its operands are: the right half of a line of the opcode tables.
 *
 * @param kind meaning beyond the operands
 * @param modRm whether a ModRM byte follows the opcode
 * @param registerOnly whether only a register may be encoded in ModRM.rm
 * @param memoryOnly whether only memory may be encoded in ModRM.rm
 * @param anyMod whether ModRM.rm is a register whatever ModRM.mod says
 * @param access width of the memory operand
 * @param unit unit of an EVEX disp8
 * @param element width of one element of an EVEX broadcast
 * @param rm role of the general register in ModRM.rm when there is one
 * @param reg role of the general register in ModRM.reg
 * @param opcodeRegister role of the general register in the low three bits of the opcode
 * @param vvvv role of the general register in VEX.vvvv
 * @param immediate immediates after the ModRM part
 * @param addressed width of what an absolute address (moffs) names, or none
 * @param reads mask of implicit registers read
 * @param writes mask of implicit registers written
 */
record X86Form(
    Kind kind,
    boolean modRm,
    boolean registerOnly,
    boolean memoryOnly,
    boolean anyMod,
    X86Width access,
    X86Width unit,
    X86Width element,
    Role rm,
    Role reg,
    Role opcodeRegister,
    Role vvvv,
    Immediate immediate,
    X86Width addressed,
    long reads,
    long writes) {

  /** Meaning of an instruction beyond which operands it reads and writes. */
  enum Kind {
    PLAIN,
    /** An encoding that is none. */
    INVALID,
    /** Subtraction or exclusive or: of a register with itself it does not read the register. */
    ZERO,
    MOV,
    LEA,
    PUSH,
    POP,
    ADD,
    SUB,
    CALL,
    RETURN,
    FAR_RETURN,
    JUMP,
    BRANCH,
    INDIRECT_JUMP,
    TRAP,
    ENTER,
    LEAVE,
    /** Exchange with rax, of which one form is the one-byte nop. */
    EXCHANGE,
    /** A string instruction, which counts in rcx when repeated. */
    STRING,
    /**
     * A bit string or rows of a tile: a register says how far from the operand memory is reached.
     */
    BITS,
    /** Indexed by a vector register. */
    VSIB
  }

  /** Immediates of an instruction, in the order in which they stand. */
  enum Immediate {
    NONE,
    BYTE,
    WORD,
    /** 2 or 4 bytes by operand size. */
    OPERAND,
    /** 2, 4 or 8 bytes by operand size. */
    FULL_OPERAND,
    WORD_BYTE,
    /** A relative target of 1 byte. */
    SHORT_TARGET,
    /** A relative target of 4 bytes. */
    NEAR_TARGET,
    /** An absolute address of 8 bytes, or 4 by address size. */
    ADDRESS
  }

  /**
   * What an instruction does to a general register that it names.
   *
   * @param read whether it reads it
   * @param write whether it writes it
   * @param escapes whether the value read may end up in another place than this register
   * @param narrow whether it is one of the byte registers, with their own numbering
   */
  record Role(boolean read, boolean write, boolean escapes, boolean narrow) {
    static final Role NONE = new Role(false, false, false, false);
  }
}
