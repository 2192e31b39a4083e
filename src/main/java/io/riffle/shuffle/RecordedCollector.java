package io.riffle.shuffle;

import io.riffle.shuffle.FunctionCode.Unanalysable;
import io.riffle.shuffle.decode.DisplacementField;
import io.riffle.shuffle.decode.Instruction;
import io.riffle.shuffle.decode.Instruction.AddressOf;
import io.riffle.shuffle.decode.Instruction.MemoryOperand;
import io.riffle.shuffle.layout.FrameUse.Form;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Finds every way in which a function whose uses the compiler recorded reaches its frame. What
 * starts from a base of the frame (the stack pointer, or the frame pointer where there is one) must
 * be in the record and so belongs to a known object; one address that is not there makes the whole
 * function unanalysable. What starts from any other register is of no concern: the record is
 * complete, so such an address was computed for an object, and moves with it.
 *
 * <p>That holds for functions that are not live alone. In a live frame addresses may be anywhere.
 */
final class RecordedCollector extends AccessCollector {
  private final RecordedUses uses;
  private final boolean hasFramePointer;

  RecordedCollector(FunctionCode code, FrameTracking tracking, ObjectPins pins) {
    super(code, tracking, pins);
    uses = new RecordedUses(pins.objects());
    uses.pinAmbiguous(pins);
    hasFramePointer =
        IntStream.range(0, code.size()).anyMatch(index -> tracking.isBase(index, framePointer));
  }

  @Override
  boolean mayBeBase(int register, FrameState before) {
    return register == stackPointer
        || hasFramePointer && register == framePointer && super.mayBeBase(register, before);
  }

  @Override
  void visitAddress(int index, AddressOf address, FrameState before) throws Unanalysable {
    if (mayBeBase(address.index(), before)) {
      requireSplitting();
    } else if (mayBeBase(address.base(), before)) {
      FrameValue base = exact(address.base(), before);
      if (setsFramePointer(index, address, base)) {
        return;
      }
      long at = base.exact() + address.displacement();
      boolean indexed = address.index() != Instruction.NO_REGISTER;
      OptionalInt owner = uses.owner(indexed ? Form.INDEXED_ADDRESS : Form.ADDRESS, at);
      if (isConstant(address.field(), address.displacement())) {
        splittingOr(owner);
      } else if (owner.isEmpty()) {
        throw new Unanalysable(PinReason.UNKNOWN_REFERENCE);
      }
      owner.ifPresent(object -> add(index, FrameReference.ADDRESS, at, owner));
    }
  }

  /** A late pass that splits an address leaves one without a constant part. */
  private void splittingOr(OptionalInt owner) throws Unanalysable {
    if (!uses.pinSplitting(pins) && owner.isEmpty()) {
      throw new Unanalysable(PinReason.UNKNOWN_REFERENCE);
    }
  }

  private void requireSplitting() throws Unanalysable {
    splittingOr(OptionalInt.empty());
  }

  private static boolean isConstant(DisplacementField field, long displacement) {
    return !field.canHold(displacement + 1) && !field.canHold(displacement - 1);
  }

  @Override
  void visitMemory(int index, int operand, FrameState before) throws Unanalysable {
    Instruction instruction = code.at(index);
    MemoryOperand memory = instruction.memory().get(operand);
    if (mayBeBase(memory.index(), before)) {
      throw new Unanalysable(PinReason.UNKNOWN_REFERENCE);
    }
    if (!mayBeBase(memory.base(), before)) {
      return;
    }
    FrameValue base = exact(memory.base(), before);
    if (memory.index() == Instruction.NO_REGISTER && memory.accessBytes() > 0) {
      visitPlain(index, operand, base);
      return;
    }
    // Where the decoder does not know how much is reached, the index may be a vector register.
    if (memory.index() == Instruction.NO_REGISTER) {
      throw new Unanalysable(PinReason.UNKNOWN_REFERENCE);
    }
    long at = base.exact() + memory.displacement();
    OptionalInt owner = uses.owner(Form.INDEXED, at);
    if (owner.isEmpty() || movesBase(instruction, memory)) {
      throw new Unanalysable(PinReason.UNKNOWN_REFERENCE);
    }
    add(index, operand, at, owner);
  }

  private FrameValue exact(int register, FrameState before) throws Unanalysable {
    FrameValue value = before.get(register);
    if (!value.isExact()) {
      throw new Unanalysable(
          register == stackPointer ? PinReason.DYNAMIC_SP : PinReason.BASE_REGISTER);
    }
    return value;
  }
}
