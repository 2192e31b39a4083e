package io.riffle.shuffle.unwind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.criu.Memory;
import io.riffle.criu.MemoryMapping;
import io.riffle.criu.PageRange;
import io.riffle.criu.ProcessImage;
import io.riffle.criu.ThreadImage;
import io.riffle.elf.ElfBytes;
import io.riffle.elf.FrameBytes;
import io.riffle.isa.Isa;
import io.riffle.storage.InMemoryStore;
import io.riffle.storage.LocalDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnwinderTest {
  private static final long STACK = 0x7000_0000L;
  private static final int FUNCTION = 2;

  private final ByteBuffer stack = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

  /** start (no caller), main, leaf and a signal trampoline, 16 bytes of code each. */
  private static ElfBytes x86(boolean positionIndependent) {
    ElfBytes elf = new ElfBytes(Isa.X86_64, positionIndependent);
    long text = elf.text();
    elf.symbol("start", FUNCTION, 1, text, 16).symbol("main", FUNCTION, 1, text + 16, 16);
    elf.symbol("leaf", FUNCTION, 1, text + 32, 16);
    return elf.frames(
        new FrameBytes(elf.ehFrame())
            .common("zR", 16, 0x0c, 7, 8, 0x90, 1)
            .description(text, 16, 0x07, 16)
            .description(text + 16, 16, 0x41, 0x0e, 32, 0x83, 2)
            .description(text + 32, 16)
            .common("zRS", 16, 0x0f, 2, 0x77, 0x10, 0x10, 16, 2, 0x77, 0x18)
            .description(text + 47, 17)
            .bytes());
  }

  private static ThreadImage thread(long pc, long stackPointer, long rbx) {
    long[] registers = new long[17];
    registers[3] = rbx;
    registers[7] = stackPointer;
    registers[16] = pc;
    return new ThreadImage(9, pc, registers);
  }

  private ProcessImage process(Isa isa, MemoryMapping... mappings) {
    Memory memory =
        new Memory(
            new InMemoryStore("pages", stack.array()),
            List.of(new PageRange(STACK, STACK + 4096, PageRange.Content.DUMPED, 0)));
    return new ProcessImage(9, isa, List.of(), List.of(mappings), memory, Optional.empty());
  }

  private List<Frame> unwind(ElfBytes elf, long bias, ThreadImage thread) throws IOException {
    Unwinder unwinder = Unwinder.of(List.of(new Module(elf.read(), bias)));
    return unwinder.unwind(thread, process(Isa.X86_64));
  }

  @Test
  void walksFromALeafToTheStart() throws IOException {
    ElfBytes elf = x86(false);
    long text = elf.text();
    stack.putLong(0x100, text + 20).putLong(0x118, 0xbbb).putLong(0x120, text + 5);

    List<Frame> frames = unwind(elf, 0, thread(text + 33, STACK + 0x100, 0xaaa));

    assertThat(frames).extracting(Frame::pc).containsExactly(text + 33, text + 20, text + 5);
    assertThat(frames).extracting(Frame::lookupPc).containsExactly(text + 33, text + 19, text + 4);
    assertThat(frames)
        .extracting(Frame::cfa)
        .containsExactly(STACK + 0x108, STACK + 0x128, STACK + 0x130);
    assertThat(frames)
        .extracting(frame -> frame.registers().get(3))
        .containsExactly(0xaaaL, 0xaaaL, 0xbbbL);
    assertThat(frames.get(1).registers()).doesNotContainKey(0);
    assertThat(frames.get(0).description().orElseThrow().start()).isEqualTo(text + 32);
  }

  @Test
  void addsTheBiasOfAPositionIndependentBinary() throws IOException {
    ElfBytes elf = x86(true);
    long bias = 0x5555_0000_0000L;
    stack.putLong(0x100, bias + elf.text() + 20).putLong(0x120, bias + elf.text() + 5);

    assertThat(unwind(elf, bias, thread(bias + elf.text() + 33, STACK + 0x100, 0)))
        .hasSize(3)
        .allMatch(frame -> frame.bias() == bias);
  }

  @Test
  void looksForAnInterruptedPcItselfAndNotBeforeIt() throws IOException {
    ElfBytes elf = x86(false);
    long text = elf.text();
    // leaf returns into the trampoline, which interrupted leaf at its first instruction.
    stack.putLong(0x100, text + 48);
    stack.putLong(0x108 + 0x18, text + 32).putLong(0x118, text + 20).putLong(0x138, text + 5);
    // The CFA is rsp + 16 and so the interrupted stack pointer; the pc is at rsp + 24.
    List<Frame> frames = unwind(elf, 0, thread(text + 40, STACK + 0x100, 0));

    assertThat(frames)
        .extracting(Frame::signalFrame)
        .containsExactly(false, true, false, false, false);
    assertThat(frames.get(2).lookupPc()).isEqualTo(text + 32);
    assertThat(frames.get(2).pc()).isEqualTo(text + 32);
  }

  @Test
  void refusesToStopAnywhereElse() {
    ElfBytes elf = x86(false);
    long text = elf.text();
    stack.putLong(0x100, text + 20).putLong(0x120, 0x1234);

    assertThatThrownBy(() -> unwind(elf, 0, thread(text + 33, STACK + 0x100, 0)))
        .isInstanceOf(UnwindException.class)
        .hasMessage(
            "thread 9: stack cannot be walked beyond frame 2, pc 0x1234 in no known binary: "
                + "no call frame information describes it");
    assertThatThrownBy(() -> unwind(elf, 0, thread(text + 33, STACK + 0xffc, 0)))
        .isInstanceOf(UnwindException.class)
        .hasMessageContaining(
            "frame 0, pc 0x400221 in leaf: pages: no page for address 0x70001000");
  }

  @Test
  void namesTheFileThatItLacksAndTheWayOut(@TempDir Path root) {
    ElfBytes elf = x86(false);
    stack.putLong(0x100, 0x7700_0123);
    MemoryMapping library =
        new MemoryMapping(
            0x7700_0000,
            0x7700_1000,
            MemoryMapping.READ | MemoryMapping.EXECUTE,
            2,
            0,
            Optional.of("/lib/libanything.so"),
            0);
    ThreadImage thread = thread(elf.text() + 33, STACK + 0x100, 0);

    assertThatThrownBy(() -> unwindThrough(ModuleFiles.none(), elf, thread, library))
        .isInstanceOf(UnwindException.class)
        .hasMessageContainingAll(
            "pc 0x77000123 in /lib/libanything.so: no folder", "--root must be the folder");
    assertThatThrownBy(
            () -> unwindThrough(ModuleFiles.below(new LocalDirectory(root)), elf, thread, library))
        .isInstanceOf(UnwindException.class)
        .hasMessageContainingAll(
            "in /lib/libanything.so: no binary of x86-64", "below " + root, "--root must be");
  }

  private void unwindThrough(
      ModuleFiles files, ElfBytes elf, ThreadImage thread, MemoryMapping library)
      throws IOException {
    try (files) {
      Unwinder.of(List.of(new Module(elf.read(), 0)), files)
          .unwind(thread, process(Isa.X86_64, library));
    }
  }

  @Test
  void refusesAStackThatGoesBack() {
    ElfBytes elf = new ElfBytes(Isa.X86_64, false).entersAt(0);
    long text = elf.text();
    elf.frames(
        new FrameBytes(elf.ehFrame())
            .common("zR", 16, 0x0c, 7, 0, 0x90, 1)
            .description(text, 16)
            .bytes());
    stack.putLong(0xf8, text + 4);

    assertThatThrownBy(() -> unwind(elf, 0, thread(text, STACK + 0x100, 0)))
        .isInstanceOf(UnwindException.class)
        .hasMessageContaining("not above its callee's");
  }

  @Test
  void walksThroughAnUndescribedTrampolineAndLeafOfAarch64() throws IOException {
    ElfBytes elf = new ElfBytes(Isa.AARCH64, false);
    long text = elf.text();
    ByteBuffer code = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    // undescribed(): paciasp; add x0, x0, #1; autiasp; ret
    code.putInt(0xd503233f).putInt(0x91000400).putInt(0xd50323bf).putInt(0xd65f03c0);
    // trampoline: mov x8, #139; svc #0
    code.putInt(0xd2801168).putInt(0xd4000001);
    elf.code(code.array()).symbol("undescribed", FUNCTION, 1, text, 16);
    elf.frames(
        new FrameBytes(elf.ehFrame())
            .common("zR", 30, 0x0c, 31, 0)
            .description(text + 32, 32, 0x07, 30)
            .bytes());
    // The leaf, with a signed return address, was called by the trampoline's handler's place.
    long[] registers = new long[32];
    registers[30] = 0x00aa_0000_0000_0000L | text + 16;
    registers[31] = STACK;
    for (int i = 0; i < 31; i++) {
      stack.putLong(312 + 8 * i, i);
    }
    stack.putLong(312 + 8 * 31, STACK + 0x800).putLong(312 + 8 * 32, text + 36);

    List<Frame> frames =
        Unwinder.of(List.of(new Module(elf.read(), 0)))
            .unwind(new ThreadImage(9, text + 4, registers), process(Isa.AARCH64));

    assertThat(frames).extracting(Frame::pc).containsExactly(text + 4, text + 16, text + 36);
    assertThat(frames).extracting(Frame::lookupPc).containsExactly(text + 4, text + 16, text + 36);
    assertThat(frames).extracting(Frame::signalFrame).containsExactly(false, true, false);
    assertThat(frames.get(2).registers()).containsEntry(19, 19L).containsEntry(31, STACK + 0x800);
  }

  /** Its first instruction stands before the rule by which the C library ends walks. */
  @Test
  void endsWhereTheKernelBeganTheProgram() throws IOException {
    ElfBytes elf = new ElfBytes(Isa.AARCH64, true);
    long entry = elf.read().entry();
    elf.frames(
        new FrameBytes(elf.ehFrame()).common("zR", 30, 0x0c, 31, 0).description(entry, 32).bytes());
    Unwinder unwinder = Unwinder.of(List.of(new Module(elf.read(), 0x10000)));
    long[] registers = new long[32];
    registers[31] = STACK;

    assertThat(
            unwinder.unwind(new ThreadImage(9, 0x10000 + entry, registers), process(Isa.AARCH64)))
        .extracting(Frame::pc)
        .containsExactly(0x10000 + entry);
    assertThatThrownBy(
            () ->
                unwinder.unwind(
                    new ThreadImage(9, 0x10004 + entry, registers), process(Isa.AARCH64)))
        .isInstanceOf(UnwindException.class)
        .hasMessageContaining("beyond frame 1, pc 0x0");
  }

  @Test
  void refusesAnUndescribedFunctionWithAFrame() {
    ElfBytes elf = new ElfBytes(Isa.AARCH64, false);
    ByteBuffer code = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    code.putInt(0xd10043ff).putInt(0xd65f03c0); // sub sp, sp, #16; ret
    elf.code(code.array()).symbol("framed", FUNCTION, 1, elf.text(), 8);

    assertThatThrownBy(
            () ->
                Unwinder.of(List.of(new Module(elf.read(), 0)))
                    .unwind(new ThreadImage(9, elf.text() + 4, new long[32]), process(Isa.AARCH64)))
        .isInstanceOf(UnwindException.class)
        .hasMessageContaining("in framed: no call frame information");
  }

  @Test
  void walksOutOfAStubOfX86() throws IOException {
    byte[] code = new byte[0x100];
    byte[] stub = {(byte) 0xff, 0x25, 0, 0, 0, 0}; // jmp *(rip)
    System.arraycopy(stub, 0, code, 0x80, stub.length);
    ElfBytes elf = x86(false).code(code).stubsFrom(0x80);
    long text = elf.text();
    stack.putLong(0x100, text + 20).putLong(0x120, text + 5);

    List<Frame> frames = unwind(elf, 0, thread(text + 0x80, STACK + 0x100, 0xaaa));

    assertThat(frames).extracting(Frame::pc).containsExactly(text + 0x80, text + 20, text + 5);
    assertThat(frames)
        .extracting(Frame::cfa)
        .containsExactly(STACK + 0x108, STACK + 0x128, STACK + 0x130);
  }

  @Test
  void refusesStubsThatPushAndCodeOutsideStubs() {
    byte[] code = new byte[0x100];
    byte[] lazy = {0x68, 1, 0, 0, 0, (byte) 0xff, 0x25, 0, 0, 0, 0}; // push 1; jmp *(rip)
    System.arraycopy(lazy, 0, code, 0x80, lazy.length);
    System.arraycopy(lazy, 0, code, 0x60, lazy.length);
    ElfBytes elf = x86(false).code(code).stubsFrom(0x80);
    long text = elf.text();

    assertThatThrownBy(() -> unwind(elf, 0, thread(text + 0x80, STACK + 0x100, 0)))
        .hasMessageContaining("no call frame information");
    assertThatThrownBy(() -> unwind(elf, 0, thread(text + 0x65, STACK + 0x100, 0)))
        .hasMessageContaining("no call frame information");
  }

  @Test
  void walksOutOfAStubOfAarch64() throws IOException {
    ByteBuffer code = ByteBuffer.allocate(0x100).order(ByteOrder.LITTLE_ENDIAN);
    // adrp x16, 0; ldr x17, [x16]; add x16, x16, #0; br x17
    code.position(0x80);
    code.putInt(0x90000010).putInt(0xf9400211).putInt(0x91000210).putInt(0xd61f0220);
    ElfBytes elf = new ElfBytes(Isa.AARCH64, false).code(code.array()).stubsFrom(0x80);
    long text = elf.text();
    elf.frames(
        new FrameBytes(elf.ehFrame())
            .common("zR", 30, 0x0c, 31, 0)
            .description(text, 64, 0x07, 30)
            .bytes());
    long[] registers = new long[32];
    registers[30] = text + 8;
    registers[31] = STACK + 0x40;

    List<Frame> frames =
        Unwinder.of(List.of(new Module(elf.read(), 0)))
            .unwind(new ThreadImage(9, text + 0x84, registers), process(Isa.AARCH64));

    assertThat(frames).extracting(Frame::pc).containsExactly(text + 0x84, text + 8);
    assertThat(frames).extracting(Frame::cfa).containsExactly(STACK + 0x40, STACK + 0x40);
  }

  @Test
  void tellsANewThreadOfAarch64FromTheOneThatMadeIt() throws IOException {
    ElfBytes elf = new ElfBytes(Isa.AARCH64, false).entersAt(0);
    long text = elf.text();
    ByteBuffer code = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    // clone: svc #0; cmp x0, #0; b.eq +20; b.lt +8; ret
    code.putInt(0xd4000001).putInt(0xf100001f).putInt(0x540000a0).putInt(0x5400004b);
    code.putInt(0xd65f03c0);
    // What the library says of clone is right only for the thread that called it.
    elf.code(code.array())
        .symbol("clone", FUNCTION, 1, text, 20)
        .frames(
            new FrameBytes(elf.ehFrame())
                .common("zR", 30, 0x0c, 31, 0)
                .description(text, 20)
                .description(text + 32, 32, 0x07, 30)
                .bytes());

    for (int at = 0; at < 20; at += 4) {
      // Before the call, the register has the flags, which may be none.
      assertThat(walked(elf, text + at, 0)).hasSize(at == 0 ? 2 : 1);
      assertThat(walked(elf, text + at, 4711)).extracting(Frame::pc).endsWith(text + 40);
      assertThat(walked(elf, text + at, -11)).hasSize(2);
    }
  }

  private List<Frame> walked(ElfBytes elf, long pc, long result) throws IOException {
    long[] registers = new long[32];
    registers[0] = result;
    registers[30] = elf.text() + 40;
    registers[31] = STACK + 0x40;
    return Unwinder.of(List.of(new Module(elf.read(), 0)))
        .unwind(new ThreadImage(9, pc, registers), process(Isa.AARCH64));
  }
}
