package io.riffle.criu;

/** A thread of a dumped process. */
public final class ThreadImage {
  private final int tid;
  private final long pc;
  private final long[] registers;

  /**
   * Makes a thread.
   *
   * @param tid thread id
   * @param pc the next instruction
   * @param registers general registers by DWARF number
   */
  public ThreadImage(int tid, long pc, long[] registers) {
    this.tid = tid;
    this.pc = pc;
    this.registers = registers.clone();
  }

  /** Thread id. */
  public int tid() {
    return tid;
  }

  /** Address of the next instruction. */
  public long pc() {
    return pc;
  }

  /** General registers by DWARF number (a copy): the stack pointer and, on x86-64, rip too. */
  public long[] registers() {
    return registers.clone();
  }

  /** The general register of that DWARF number. */
  public long register(int number) {
    return registers[number];
  }

  @Override
  public String toString() {
    return "thread " + tid + " at 0x" + Long.toHexString(pc);
  }
}
