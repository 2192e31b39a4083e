package io.riffle.shuffle;

import io.riffle.isa.Isa;

/**
 * What the analysis must know of an ISA's calling convention and of the code that LLVM makes for
 * it.
 *
 * @param savedRegisterBytes bytes of a slot that .eh_frame names as a register's
 * @param implicitAccessBytes the most bytes that a push or pop moves; 0 if the ISA has none
 * @param redZone bytes below the stack pointer that a function may use without moving it (System V
 *     x86-64 psABI section 3.2.2)
 * @param baseRegisterReach how many bytes of variables a frame may have before LLVM's local stack
 *     slot allocation may reach several of them through one computed address, which then can flow
 *     anywhere; {@link Long#MAX_VALUE} if it never does for the ISA
 */
record FrameConventions(
    int savedRegisterBytes, int implicitAccessBytes, long redZone, long baseRegisterReach) {

  /** The conventions of the given ISA. */
  static FrameConventions of(Isa isa) {
    return switch (isa) {
      case X86_64 -> new FrameConventions(8, 8, 128, Long.MAX_VALUE);
      // The unscaled immediate reaches 255 bytes, of which LLVM assumes 128 to be spill slots.
      case AARCH64 -> new FrameConventions(8, 0, 0, 112);
    };
  }
}
