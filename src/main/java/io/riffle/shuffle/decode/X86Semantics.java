package io.riffle.shuffle.decode;

import io.riffle.shuffle.decode.Instruction.AddressOf;
import io.riffle.shuffle.decode.Instruction.MemoryOperand;
import io.riffle.shuffle.decode.X86Form.Role;
import java.util.List;
import java.util.Optional;

/** Turns the decoded parts of one x86-64 instruction into what it does. Lives for one call. */
final class X86Semantics {
  private static final int NONE = Instruction.NO_REGISTER;
  private static final int RBP = X86Registers.RBP;
  private static final int RSP = X86Registers.RSP;

  private static final StackEffect UNTOUCHED = new StackEffect.None();
  private static final StackEffect UNKNOWN = new StackEffect.Unknown();
  private static final StackEffect PUSHED = new StackEffect.Adjust(-8);
  private static final StackEffect POPPED = new StackEffect.Adjust(8);
  private static final StackEffect LEFT = new StackEffect.SetFrom(RBP, 8);
  private static final ControlFlow NEXT = new ControlFlow.Next();
  private static final ControlFlow CALL = new ControlFlow.Call();
  private static final ControlFlow RETURN = new ControlFlow.Return();
  private static final ControlFlow INDIRECT_JUMP = new ControlFlow.IndirectJump();
  private static final ControlFlow TRAP = new ControlFlow.Trap();

  private final X86Encoding encoding;
  private final X86Form form;
  private final X86ModRm modRm;
  private final long immediate;
  private final long address;

  private List<MemoryOperand> memory = List.of();
  private Optional<AddressOf> addressOf = Optional.empty();
  private StackEffect stack;
  private ControlFlow flow = NEXT;
  private long reads;
  private long writes;
  private boolean known = true;

  X86Semantics(X86Encoding encoding, X86Form form, X86ModRm modRm, long immediate, long address) {
    this.encoding = encoding;
    this.form = form;
    this.modRm = modRm;
    this.immediate = immediate;
    this.address = address;
    this.reads = form.reads();
    this.writes = form.writes();
  }

  Instruction instruction() {
    addRegisters();
    addMemory();
    addMeaning();
    if (!known) {
      return Instruction.unknown(address, 1);
    }
    if (stack == null) {
      stack = (writes & X86Registers.RSP_BIT) == 0 ? UNTOUCHED : UNKNOWN;
    }
    return new Instruction(
        address,
        encoding.length(),
        true,
        memory,
        addressOf,
        stack,
        flow,
        reads,
        writes & ~X86Registers.RSP_BIT);
  }

  private void addRegisters() {
    if (modRm != null) {
      apply(form.reg(), modRm.reg());
      if (modRm.isRegister()) {
        apply(form.rm(), modRm.register());
      }
    }
    apply(form.opcodeRegister(), encoding.opcode() & 7 | encoding.extendBase());
    apply(form.vvvv(), encoding.vvvv());
  }

  private void apply(Role role, int encoded) {
    if (role == Role.NONE) {
      return;
    }
    int dwarf =
        role.narrow()
            ? X86Registers.dwarfOfByte(encoded, encoding.hasRex())
            : X86Registers.dwarf(encoded);
    long bit = 1L << dwarf;
    // A stack pointer changed in place is told by the stack effect.
    if (role.read() && (role.escapes() || dwarf != RSP)) {
      reads |= bit;
    }
    if (role.write()) {
      writes |= bit;
    }
  }

  private void addMemory() {
    if (form.immediate() == X86Form.Immediate.ADDRESS) {
      memory = List.of(operand(NONE, NONE, immediate, form.addressed(), absolute(immediate)));
    }
    if (modRm == null || modRm.isRegister() || form.kind() == X86Form.Kind.LEA) {
      return;
    }
    X86Width width = encoding.broadcast() ? form.element() : form.access();
    if (reachesElsewhere()) {
      reads |= X86Registers.bit(modRm.base()) | X86Registers.bit(modRm.index());
      width = X86Width.NONE;
    }
    if (modRm.ripRelative()) {
      long target = target(modRm.displacement());
      memory = List.of(operand(NONE, NONE, target, width, absolute(target)));
    } else {
      memory =
          List.of(operand(modRm.base(), modRm.index(), modRm.displacement(), width, modRm.field()));
    }
  }

  /** Whether the bytes accessed are not simply those at base + index * scale + displacement. */
  private boolean reachesElsewhere() {
    return encoding.narrowAddress()
        || encoding.segmentRelative() && modRm.base() != NONE
        || form.kind() == X86Form.Kind.BITS
        || form.kind() == X86Form.Kind.VSIB;
  }

  private MemoryOperand operand(
      int base, int index, long displacement, X86Width width, DisplacementField field) {
    int bytes = width.bytes(encoding);
    return new MemoryOperand(base, index, displacement, bytes, bytes, false, field);
  }

  private static DisplacementField absolute(long value) {
    return new X86Displacement.Fixed(value);
  }

  private long target(long relative) {
    return address + encoding.length() + relative;
  }

  private void addMeaning() {
    switch (form.kind()) {
      case ZERO -> zero();
      case MOV -> move();
      case LEA -> loadAddress();
      case PUSH -> stack = encoding.operandBytes() == 2 ? new StackEffect.Adjust(-2) : PUSHED;
      case POP -> pop();
      case ADD -> adjust(immediate);
      case SUB -> adjust(-immediate);
      case ENTER -> enter();
      case LEAVE -> stack = encoding.operandBytes() == 2 ? UNKNOWN : LEFT;
      case EXCHANGE -> exchange();
      case STRING -> {
        if (encoding.repeated()) {
          reads |= X86Registers.RCX_BIT;
          writes |= X86Registers.RCX_BIT;
        }
      }
      case CALL -> {
        writes |= X86Registers.CALLER_SAVED;
        branch(CALL);
      }
      case RETURN -> {
        stack = immediate == 0 ? POPPED : new StackEffect.Adjust(8 + (immediate & 0xFFFF));
        branch(RETURN);
      }
      case FAR_RETURN -> {
        stack = UNKNOWN;
        flow = RETURN;
      }
      case JUMP -> branch(new ControlFlow.Jump(target(immediate)));
      case BRANCH -> branch(new ControlFlow.Branch(target(immediate)));
      case INDIRECT_JUMP -> branch(INDIRECT_JUMP);
      case TRAP -> flow = TRAP;
      case PLAIN, BITS, VSIB, INVALID -> {}
    }
  }

  /** Near branches of 16 bits are decoded in two ways by the processors there are. */
  private void branch(ControlFlow to) {
    flow = to;
    known = encoding.operandBytes() != 2;
  }

  private boolean between64BitRegisters() {
    return modRm.isRegister() && encoding.operandBytes() == 8;
  }

  private void zero() {
    if (modRm.register() == modRm.reg()) {
      reads = form.reads();
    }
  }

  private void move() {
    if (!between64BitRegisters()) {
      return;
    }
    int reg = X86Registers.dwarf(modRm.reg());
    int rm = X86Registers.dwarf(modRm.register());
    boolean toRm = form.rm().write();
    int source = toRm ? reg : rm;
    int destination = toRm ? rm : reg;
    if (destination == RSP) {
      reads = 0;
      stack = set(source, 0);
    } else if (source == RSP || source == RBP) {
      reads = 0;
      addressOf =
          Optional.of(new AddressOf(destination, source, NONE, 0, X86Displacement.Fixed.ZERO));
    }
  }

  private void loadAddress() {
    if (modRm.isRegister()) {
      known = false;
      return;
    }
    int destination = X86Registers.dwarf(modRm.reg());
    int base = modRm.base();
    int index = modRm.index();
    long displacement = modRm.ripRelative() ? target(modRm.displacement()) : modRm.displacement();
    if (encoding.operandBytes() != 8 || encoding.narrowAddress()) {
      reads |= X86Registers.bit(base) | X86Registers.bit(index);
    } else if (destination != RSP) {
      DisplacementField field =
          modRm.ripRelative() ? new X86Displacement.Fixed(displacement) : modRm.field();
      addressOf = Optional.of(new AddressOf(destination, base, index, displacement, field));
    } else if (base != NONE && index == NONE) {
      stack = set(base, displacement);
    } else {
      reads |= (X86Registers.bit(base) | X86Registers.bit(index)) & ~X86Registers.RSP_BIT;
    }
  }

  private static StackEffect set(int source, long displacement) {
    return source == RSP
        ? new StackEffect.Adjust(displacement)
        : new StackEffect.SetFrom(source, displacement);
  }

  private void pop() {
    // The address of a popped operand counts from the stack pointer after the pop.
    known = memory.isEmpty() || memory.get(0).base() != RSP;
    if ((writes & X86Registers.RSP_BIT) == 0) {
      stack = encoding.operandBytes() == 2 ? new StackEffect.Adjust(2) : POPPED;
    }
  }

  private void adjust(long delta) {
    if (between64BitRegisters() && X86Registers.dwarf(modRm.register()) == RSP) {
      stack = new StackEffect.Adjust(delta);
    }
  }

  private void enter() {
    // The immediates are 2 bytes of size and 1 of nesting level.
    long size = immediate & 0xFFFF;
    boolean nested = (immediate >> 16 & 0x1F) != 0;
    if (nested || encoding.operandBytes() == 2) {
      stack = UNKNOWN;
      reads |= X86Registers.RSP_BIT;
    } else {
      stack = new StackEffect.Adjust(-8 - size);
      addressOf = Optional.of(new AddressOf(RBP, RSP, NONE, -8, new X86Displacement.Fixed(-8)));
    }
  }

  private void exchange() {
    if (encoding.opcode() == 0x90 && encoding.extendBase() == 0) {
      reads = 0;
      writes = 0;
    }
  }
}
