package io.riffle.shuffle.unwind;

import io.riffle.criu.MissingPageException;
import io.riffle.criu.ProcessImage;
import io.riffle.criu.ThreadImage;
import io.riffle.elf.ElfFormatException;
import io.riffle.elf.FrameDescription;
import io.riffle.elf.FrameRow;
import io.riffle.elf.RegisterRule;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One walk over the stack of one thread. */
final class Walk {
  private static final int DEPTH_LIMIT = 1 << 16;

  private final CodeMap code;
  private final ThreadImage thread;
  private final Isa isa;
  private final RuleEvaluator rules;
  private final List<Frame> frames = new ArrayList<>();

  /** Where the walk is. */
  private long pc;

  private long lookupPc;
  private Map<Integer, Long> registers = new HashMap<>();

  /** Whether the function at {@code pc} was interrupted there instead of having called. */
  private boolean interrupted = true;

  private boolean ended;

  Walk(CodeMap code, ThreadImage thread, ProcessImage process) {
    this.code = code;
    this.thread = thread;
    this.isa = process.isa();
    this.rules = new RuleEvaluator(isa, process.memory());
  }

  List<Frame> run() throws IOException {
    pc = thread.pc();
    lookupPc = pc;
    for (int i = 0; i < thread.registers().length; i++) {
      registers.put(i, thread.register(i));
    }
    try {
      while (!ended) {
        if (frames.size() == DEPTH_LIMIT) {
          throw new RuleException("the stack is deeper than " + DEPTH_LIMIT + " frames");
        }
        step();
      }
    } catch (RuleException | MissingPageException | ElfFormatException problem) {
      throw new UnwindException(
          String.format(
              "thread %d: stack cannot be walked beyond frame %d, pc 0x%x in %s: %s",
              thread.tid(), frames.size(), pc, code.symbol(lookupPc), problem.getMessage()),
          problem);
    }
    return List.copyOf(frames);
  }

  private void step() throws IOException {
    if (interrupted && beganHere()) {
      return;
    }
    Optional<Module> module = code.moduleAt(lookupPc);
    if (module.isPresent()) {
      long bias = module.get().bias();
      Optional<FrameDescription> description =
          module.get().elf().callFrameInfo().describing(lookupPc - bias);
      if (description.isPresent()) {
        describedFrame(
            description.get(), bias, interrupted && pc == module.get().elf().entry() + bias);
        return;
      }
    }
    undescribedFrame(module.map(Module::bias).orElse(0L));
  }

  /**
   * Ends the walk if the thread has only just come out of the system call that made it. Where the C
   * library describes that place, as on aarch64, it does so for the thread that asked for a new
   * one; the new one has that thread's registers but another stack, with nothing on it.
   */
  private boolean beganHere() throws IOException {
    Optional<CloneReturn> clone = CloneReturn.at(code, isa, pc, registers, rules);
    if (clone.isEmpty() || !clone.get().isNewThread()) {
      return false;
    }
    add(clone.get().cfa(), false, code.moduleAt(pc).map(Module::bias).orElse(0L));
    ended = true;
    return true;
  }

  /**
   * @param entry whether the kernel began the program here: nothing called it, which aarch64's C
   *     library says only from its second instruction on
   */
  private void describedFrame(FrameDescription description, long bias, boolean entry)
      throws IOException {
    FrameRow row =
        description
            .rowAt(lookupPc - bias)
            .orElseThrow(() -> new RuleException("its description has no row for it"));
    long cfa = rules.cfa(row, registers);
    int column = description.returnAddressColumn();
    boolean outermost = entry || row.registers().get(column) instanceof RegisterRule.Undefined;
    if (!outermost) {
      checkProgress(cfa, description.signalFrame());
    }
    Optional<FrameDescription> described = Optional.of(description);
    Frame frame =
        new Frame(pc, lookupPc, cfa, description.signalFrame(), registers, described, bias);
    if (outermost) {
      frames.add(frame);
      ended = true;
      return;
    }
    Map<Integer, Long> caller = rules.caller(row, cfa, column, registers);
    long returnAddress = RuleEvaluator.known(caller, column);
    frames.add(frame);
    goTo(returnAddress, caller, description.signalFrame());
  }

  private void undescribedFrame(long bias) throws IOException {
    SignalTrampoline trampoline = SignalTrampoline.of(isa);
    if (code.has(trampoline.code(), pc)) {
      // The kernel made it the handler's return address; nothing before it was called.
      lookupPc = pc;
      Map<Integer, Long> caller = trampoline.interrupted(registers, rules);
      long interruptedPc = trampoline.interruptedPc(registers, rules);
      add(stackPointer(caller), true, bias);
      goTo(interruptedPc, caller, true);
      return;
    }
    Optional<CloneReturn> clone =
        interrupted ? CloneReturn.at(code, isa, pc, registers, rules) : Optional.empty();
    if (clone.isPresent()) {
      add(clone.get().cfa(), false, bias);
      goTo(clone.get().returnAddress(), clone.get().caller(), false);
      return;
    }
    Optional<LinkageStub> stub =
        interrupted ? LinkageStub.at(code, isa, pc, registers, rules) : Optional.empty();
    if (stub.isPresent()) {
      add(stub.get().cfa(), false, bias);
      goTo(stub.get().returnAddress(), stub.get().caller(), false);
      return;
    }
    Optional<Map<Integer, Long>> caller =
        interrupted ? FramelessLeaf.caller(code, isa, pc, registers) : Optional.empty();
    if (caller.isEmpty()) {
      throw new RuleException(code.whyUndescribed(lookupPc));
    }
    add(stackPointer(registers), false, bias);
    goTo(caller.get().get(isa.registers().returnAddress()), caller.get(), false);
  }

  private void add(long cfa, boolean signalFrame, long bias) {
    frames.add(new Frame(pc, lookupPc, cfa, signalFrame, registers, Optional.empty(), bias));
  }

  private long stackPointer(Map<Integer, Long> of) throws RuleException {
    return RuleEvaluator.known(of, isa.registers().stackPointer());
  }

  private void goTo(long nextPc, Map<Integer, Long> caller, boolean fromSignal) {
    pc = nextPc;
    lookupPc = fromSignal ? nextPc : nextPc - 1;
    registers = caller;
    interrupted = fromSignal;
  }

  /**
   * Every function that called has the return address in its frame, so its CFA lies above its
   * callee's; only what was interrupted may have an empty frame, and a signal may change the stack.
   */
  private void checkProgress(long cfa, boolean signalFrame) throws RuleException {
    if (interrupted || signalFrame) {
      return;
    }
    long calleeCfa = frames.get(frames.size() - 1).cfa();
    if (Long.compareUnsigned(cfa, calleeCfa) <= 0) {
      throw new RuleException(
          String.format("its CFA 0x%x is not above its callee's, 0x%x", cfa, calleeCfa));
    }
  }
}
