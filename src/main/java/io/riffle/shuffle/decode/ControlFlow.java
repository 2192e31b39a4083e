package io.riffle.shuffle.decode;

/** Where control may go after an instruction. */
public sealed interface ControlFlow {
  /** On to the next instruction only. */
  record Next() implements ControlFlow {}

  /** A direct jump that is always taken; leaves the function when it is a tail call. */
  record Jump(long target) implements ControlFlow {}

  /** A direct jump that may be taken. */
  record Branch(long target) implements ControlFlow {}

  /** An indirect jump: a jump table or a tail call through a pointer. */
  record IndirectJump() implements ControlFlow {}

  /** A call that comes back to the next instruction. */
  record Call() implements ControlFlow {}

  /** A return. */
  record Return() implements ControlFlow {}

  /** A trap that does not come back: ud2, hlt, brk. */
  record Trap() implements ControlFlow {}
}
