package io.riffle.criu;

import io.riffle.criu.proto.Aarch64Registers;
import io.riffle.criu.proto.CoreEntry;
import io.riffle.criu.proto.X86Registers;
import io.riffle.isa.Isa;
import java.util.Arrays;
import java.util.Optional;

/** Registers in core images: which ISA they are of, and where each is. */
enum CoreRegisters {
  X86_64(Isa.X86_64, 1) {
    @Override
    Optional<ThreadImage> thread(int tid, CoreEntry core) {
      if (!core.hasThreadInfo() || core.getThreadInfo().getGpregs().getMode() == MODE_32_BIT) {
        return Optional.empty();
      }
      X86Registers r = core.getThreadInfo().getGpregs();
      long[] byNumber = {
        r.getAx(),
        r.getDx(),
        r.getCx(),
        r.getBx(),
        r.getSi(),
        r.getDi(),
        r.getBp(),
        r.getSp(),
        r.getR8(),
        r.getR9(),
        r.getR10(),
        r.getR11(),
        r.getR12(),
        r.getR13(),
        r.getR14(),
        r.getR15(),
        r.getIp()
      };
      return Optional.of(new ThreadImage(tid, r.getIp(), byNumber));
    }
  },
  AARCH64(Isa.AARCH64, 3) {
    @Override
    Optional<ThreadImage> thread(int tid, CoreEntry core) {
      Aarch64Registers r = core.getTiAarch64().getGpregs();
      int stackPointer = Isa.AARCH64.registers().stackPointer();
      if (r.getRegsCount() != stackPointer) {
        return Optional.empty();
      }
      long[] byNumber = Arrays.copyOf(generalRegisters(r), stackPointer + 1);
      byNumber[stackPointer] = r.getSp();
      return Optional.of(new ThreadImage(tid, r.getPc(), byNumber));
    }
  };

  private static final int MODE_32_BIT = 2;

  private final Isa isa;
  private final int machine;

  CoreRegisters(Isa isa, int machine) {
    this.isa = isa;
    this.machine = machine;
  }

  Isa isa() {
    return isa;
  }

  /** The thread's registers; empty if the entry does not have all of them. */
  abstract Optional<ThreadImage> thread(int tid, CoreEntry core);

  /** The ISA that CRIU gives this number. */
  static Optional<CoreRegisters> ofMachine(int machine) {
    return Arrays.stream(values()).filter(each -> each.machine == machine).findFirst();
  }

  private static long[] generalRegisters(Aarch64Registers registers) {
    return registers.getRegsList().stream().mapToLong(Long::longValue).toArray();
  }
}
