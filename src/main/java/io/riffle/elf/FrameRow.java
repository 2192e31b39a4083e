package io.riffle.elf;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One row of the call frame table: what holds for the pcs of a range.
 *
 * @param start its first address, as linked
 * @param end one past its last address
 * @param cfa how to compute the CFA
 * @param registers rules by DWARF register number; a register without one is as the ABI leaves it
 *     (callee-saved ones unchanged)
 */
public record FrameRow(long start, long end, CfaRule cfa, Map<Integer, RegisterRule> registers) {

  /**
   * aarch64's pseudo-register: bit 0 of its constant says that the return address is signed (DWARF
   * for the Arm 64-bit Architecture, section 4.4).
   */
  public static final int RA_SIGN_STATE = 34;

  /** Copies {@code registers}, in order of their numbers. */
  public FrameRow {
    registers = Collections.unmodifiableMap(new TreeMap<>(registers));
  }

  /** Whether the row holds at {@code pc}. */
  public boolean covers(long pc) {
    return Long.compareUnsigned(pc - start, end - start) < 0;
  }
}
