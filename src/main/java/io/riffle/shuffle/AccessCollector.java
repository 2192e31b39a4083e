package io.riffle.shuffle;

import io.riffle.isa.Isa;
import io.riffle.shuffle.FunctionCode.Unanalysable;
import io.riffle.shuffle.decode.Instruction;
import io.riffle.shuffle.decode.Instruction.AddressOf;
import io.riffle.shuffle.decode.Instruction.MemoryOperand;
import io.riffle.shuffle.decode.StackEffect;
import io.riffle.shuffle.layout.FrameObject;
import io.riffle.shuffle.layout.FrameObject.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Finds every way in which a function reaches its frame: plain references, which are collected, and
 * all others, which pin what they may reach.
 */
class AccessCollector {
  final FunctionCode code;
  final ObjectPins pins;
  final int stackPointer;
  final int framePointer;
  private final FrameTracking tracking;
  private final FrameConventions conventions;
  private final List<FrameReference> references = new ArrayList<>();
  private boolean addressTaken;

  AccessCollector(FunctionCode code, FrameTracking tracking, ObjectPins pins) {
    this.code = code;
    this.tracking = tracking;
    this.pins = pins;
    conventions = FrameConventions.of(code.isa());
    Isa.Registers registers = code.isa().registers();
    stackPointer = registers.stackPointer();
    framePointer = registers.framePointer();
  }

  /** Pins what every access other than a plain reference may reach; returns the references. */
  final List<FrameReference> collect() throws Unanalysable {
    tracking.walk(this::visit);
    if (addressTaken && variableBytes() > conventions.baseRegisterReach()) {
      // One computed address may serve as the base for several variables, out of our sight.
      pins.pinIf(object -> object.kind() != Kind.SPILL, PinReason.BASE_REGISTER);
    }
    if (addressTaken && !code.layout().recorded()) {
      // &x[-1] is an address within a neighbour; without a record nothing tells whose it is.
      pins.pinIf(object -> object.kind() != Kind.SPILL, PinReason.ADDRESS_TAKEN);
    }
    return List.copyOf(references);
  }

  private long variableBytes() {
    List<FrameObject> variables =
        pins.objects().stream().filter(object -> object.kind() == Kind.VARIABLE).toList();
    long lowest = variables.stream().mapToLong(FrameObject::cfaOffset).min().orElse(0);
    long highest = variables.stream().mapToLong(FrameObject::cfaEnd).max().orElse(0);
    return highest - lowest;
  }

  private void visit(int index, FrameState before) throws Unanalysable {
    Instruction instruction = code.at(index);
    visitStack(instruction, before);
    visitReads(instruction, before);
    if (instruction.addressOf().isPresent()) {
      visitAddress(index, instruction.addressOf().get(), before);
    }
    for (int operand = 0; operand < instruction.memory().size(); operand++) {
      visitMemory(index, operand, before);
    }
  }

  private void visitStack(Instruction instruction, FrameState before) {
    if (!(instruction.stack() instanceof StackEffect.Adjust adjust)
        || Math.abs(adjust.delta()) > conventions.implicitAccessBytes()) {
      return;
    }
    // A small sub looks the same as a push here, which costs no more than eight bytes.
    FrameValue pointer = before.get(stackPointer);
    if (pointer.isExact()) {
      long start = pointer.exact() + Math.min(adjust.delta(), 0);
      pins.pinTouched(start, start + Math.abs(adjust.delta()), PinReason.IMPLICIT_ACCESS);
    } else {
      pins.pinAll(PinReason.DYNAMIC_SP);
    }
  }

  private void visitReads(Instruction instruction, FrameState before) {
    long reads = instruction.registersRead();
    if (instruction.stack() instanceof StackEffect.SetFrom from) {
      reads &= ~(1L << from.register());
    }
    if ((reads & 1L << stackPointer) != 0
        || (mayBeBase(framePointer, before) && (reads & 1L << framePointer) != 0)) {
      pins.pinAll(PinReason.FRAME_ADDRESS_READ);
    }
  }

  /** Whether a register may hold an address that no instruction has computed for an object. */
  boolean mayBeBase(int register, FrameState before) {
    return before.get(register).mayBeAddress();
  }

  /** An address is computed. */
  void visitAddress(int index, AddressOf address, FrameState before) throws Unanalysable {
    FrameValue base = before.get(address.base());
    if (before.get(address.index()).mayBeAddress()) {
      pinIndexed(before.get(address.index()), 0);
    }
    if (address.base() == stackPointer && !base.isExact()) {
      pins.pinAll(PinReason.DYNAMIC_SP);
    } else if (base.anyAddress()) {
      pins.pinAll(PinReason.ADDRESS_TAKEN);
    } else if (base.mayBeAddress() && address.index() != Instruction.NO_REGISTER) {
      pinIndexed(base, address.displacement());
    } else if (base.mayBeAddress() && !setsFramePointer(index, address, base)) {
      addressTaken = true;
      base.plus(address.displacement()).stream()
          .forEach(
              at ->
                  // Both ends count: one past an object is an address of it too.
                  pins.pinIf(
                      object -> object.cfaOffset() <= at && at <= object.cfaEnd(),
                      PinReason.ADDRESS_TAKEN));
    }
  }

  /** Whether this is the step of the prologue that sets up the frame pointer. */
  final boolean setsFramePointer(int index, AddressOf address, FrameValue base) {
    return address.destination() == framePointer
        && base.isExact()
        && index + 1 < code.size()
        && code.baseAt(index + 1)
            .equals(new FunctionCode.Base(framePointer, base.exact() + address.displacement()));
  }

  /** Memory is read or written. */
  void visitMemory(int index, int operand, FrameState before) throws Unanalysable {
    Instruction instruction = code.at(index);
    MemoryOperand memory = instruction.memory().get(operand);
    FrameValue base = before.get(memory.base());
    if (before.get(memory.index()).mayBeAddress()) {
      pinIndexed(before.get(memory.index()), memory.displacement());
    }
    if (memory.base() == stackPointer && !base.isExact()) {
      pins.pinAll(PinReason.DYNAMIC_SP);
    } else if (base.anyAddress()) {
      pins.pinAll(PinReason.BASE_REGISTER);
    } else if (base.mayBeAddress() && memory.index() != Instruction.NO_REGISTER) {
      pinIndexed(base, memory.displacement());
    } else if (base.mayBeAddress()) {
      visitPlain(index, operand, base);
    }
  }

  /** Memory is read or written at a displacement from an address of the frame. */
  final void visitPlain(int index, int operand, FrameValue base) {
    Instruction instruction = code.at(index);
    MemoryOperand memory = instruction.memory().get(operand);
    if (isFrameBase(index, memory.base()) && base.isExact() && !movesBase(instruction, memory)) {
      long start = base.exact() + memory.displacement();
      if (memory.accessBytes() > 0) {
        add(index, operand, start, OptionalInt.empty());
        return;
      }
    }
    PinReason reason =
        isFrameBase(index, memory.base()) ? PinReason.ENCODING : PinReason.BASE_REGISTER;
    // A pop into memory computes the address after its increment.
    long bytes = memory.accessBytes() + conventions.implicitAccessBytes();
    base.plus(memory.displacement()).stream()
        .forEach(
            start ->
                pins.pinTouched(
                    start, memory.accessBytes() > 0 ? start + bytes : Long.MAX_VALUE, reason));
  }

  /** Keeps a reference. */
  final void add(int index, int operand, long start, OptionalInt owner) {
    Instruction instruction = code.at(index);
    references.add(
        new FrameReference(instruction, code.bytesOf(instruction), operand, start, owner));
  }

  private boolean isFrameBase(int index, int register) {
    return register == stackPointer
        || (register == framePointer && tracking.isBase(index, framePointer));
  }

  /** Whether the address depends on a change of the base that the instruction itself makes. */
  final boolean movesBase(Instruction instruction, MemoryOperand memory) {
    return memory.writeBack()
        || (memory.base() == stackPointer && !(instruction.stack() instanceof StackEffect.None));
  }

  private void pinIndexed(FrameValue base, long displacement) {
    addressTaken = true;
    base.plus(displacement).stream().forEach(at -> pins.pinTouched(at, at + 1, PinReason.INDEXED));
    // The constant part of an indexed address need not lie in the object that it reaches.
    pins.pinIf(object -> object.kind() != Kind.SPILL, PinReason.INDEXED);
  }
}
