package io.riffle.shuffle.unwind;

import io.riffle.elf.FrameDescription;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An activation of a function on the stack of a thread. Addresses are those of the process.
 *
 * @param pc where the function goes on: for the innermost frame the thread's pc, for a caller the
 *     return address
 * @param lookupPc an address in the instruction that the frame is at: {@code pc}, or the return
 *     address - 1 for a caller
 * @param cfa canonical frame address
 * @param signalFrame whether it is the frame of a signal trampoline
 * @param registers values of the general registers in the function, by DWARF number, as far as they
 *     are known
 * @param description the call frame information of the function; empty for a signal trampoline that
 *     was known by its code
 * @param bias load bias of the binary that the function is in
 */
public record Frame(
    long pc,
    long lookupPc,
    long cfa,
    boolean signalFrame,
    Map<Integer, Long> registers,
    Optional<FrameDescription> description,
    long bias) {

  /** Copies {@code registers}, in order of their numbers. */
  public Frame {
    registers = Collections.unmodifiableMap(new TreeMap<>(registers));
  }
}
