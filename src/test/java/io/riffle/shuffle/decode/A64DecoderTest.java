package io.riffle.shuffle.decode;

import static io.riffle.shuffle.decode.Instruction.NO_REGISTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.isa.Isa;
import io.riffle.shuffle.decode.Instruction.AddressOf;
import io.riffle.shuffle.decode.Instruction.MemoryOperand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class A64DecoderTest {
  private static final long ADDRESS = 0x40_1000;
  private static final int SP = 31;
  private static final long CHANGED_BY_CALL = 0x4007_ffffL;

  private static Instruction decode(long word) {
    return Decoder.of(Isa.AARCH64).decode(A64Decoder.bytesOf((int) word), 0, ADDRESS);
  }

  private static MemoryOperand memory(long word) {
    Instruction decoded = decode(word);
    assertThat(decoded.known()).isTrue();
    assertThat(decoded.memory()).hasSize(1);
    return decoded.memory().get(0);
  }

  private static long registers(int... numbers) {
    long mask = 0;
    for (int number : numbers) {
      mask |= 1L << number;
    }
    return mask;
  }

  private static int patched(long word, long displacement) {
    byte[] bytes = A64Decoder.bytesOf((int) word);
    return A64Decoder.wordAt(memory(word).field().patch(bytes, displacement), 0);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // text, word, base, index, displacement, bytes, element, read, written
    "'ldr x1, [sp]',                  f94003e1, 31, -1,    0,  8,  8, 0,        2",
    "'str x8, [sp, #32760]',          f93fffe8, 31, -1, 32760, 8,  8, 100,      0",
    "'str xzr, [sp, #8]',             f90007ff, 31, -1,    8,  8,  8, 0,        0",
    "'ldrb w2, [x3, #5]',             39401462,  3, -1,    5,  1,  1, 0,        4",
    "'ldrsh x2, [x3, #2]',            79800462,  3, -1,    2,  2,  2, 0,        4",
    "'ldrsw x2, [x29, #-4]',          b89fc3a2, 29, -1,   -4,  4,  4, 0,        4",
    "'stur w0, [x29, #-20]',          b81ec3a0, 29, -1,  -20,  4,  4, 1,        0",
    "'ldr q0, [sp, #16]',             3dc007e0, 31, -1,   16, 16, 16, 0,        0",
    "'stur d8, [x29, #-8]',           fc1f83a8, 29, -1,   -8,  8,  8, 0,        0",
    "'sttr x0, [sp, #8]',             f8008be0, 31, -1,    8,  8,  8, 1,        0",
    "'ldr x0, [sp, x1, lsl #3]',      f8617be0, 31,  1,    0,  8,  8, 0,        1",
    "'ldr w0, [x2, w1, sxtw]',        b861c840,  2,  1,    0,  4,  4, 0,        1",
    "'ldr x0, [x1, xzr]',             f87f6820,  1, -1,    0,  8,  8, 0,        1",
    "'ldp x29, x30, [sp, #16]',       a9417bfd, 31, -1,   16, 16,  8, 0, 60000000",
    "'stp w0, w1, [sp, #-8]',         293f07e0, 31, -1,   -8,  8,  4, 3,        0",
    "'ldpsw x0, x1, [sp, #8]',        694107e0, 31, -1,    8,  8,  4, 0,        3",
    "'stp q0, q1, [sp, #32]',         ad0107e0, 31, -1,   32, 32, 16, 0,        0",
    "'ldnp d0, d1, [sp, #-16]',       6c7f07e0, 31, -1,  -16, 16,  8, 0,        0",
    "'ldxr w0, [x1]',                 885f7c20,  1, -1,    0,  4,  4, 0,        1",
    "'stlxr w2, x0, [x1]',            c802fc20,  1, -1,    0,  8,  8, 1,        4",
    "'ldaxp x0, x2, [x1]',            c87f8820,  1, -1,    0, 16,  8, 0,        5",
    "'ldarb w0, [sp]',                08dfffe0, 31, -1,    0,  1,  1, 0,        1",
    "'ldapr x0, [x1]',                f8bfc020,  1, -1,    0,  8,  8, 0,        1",
    "'casal w2, w0, [x1]',            88e2fc20,  1, -1,    0,  4,  4, 5,        4",
    "'caspal x2, x3, x0, x1, [x4]',   4862fc80,  4, -1,    0, 16,  8, f,        c",
    "'ldaddal x2, x0, [x1]',          f8e20020,  1, -1,    0,  8,  8, 4,        1",
    "'swpb w2, w0, [x1]',             38228020,  1, -1,    0,  1,  1, 4,        1",
    "'prfm pldl1keep, [sp, #8]',      f98007e0, 31, -1,    8,  0,  0, 0,        0",
    "'ldr x0, #-8',                   58ffffc0, -1, -1,   -8,  8,  8, 0,        1",
    "'ldr q0, #16',                   9c000080, -1, -1,   16, 16, 16, 0,        0",
    "'ld1 {v0.16b, v1.16b}, [sp]',    4c40a3e0, 31, -1,    0, 32, 32, 0,        0",
    "'st3 {v0.s..v2.s}[1], [x0]',     0d00b000,  0, -1,    0, 12, 12, 0,        0",
    "'ld1r {v0.8h}, [x0]',            4d40c400,  0, -1,    0,  2,  2, 0,        0",
    "'ldraa x0, [x1, #-8]',           f87ff420,  1, -1,   -8,  8,  8, 0,        1",
    "'stg sp, [sp, #16]',             d9201bff, 31, -1,   16, 16, 16, 80000000, 0",
    "'ldapur x0, [sp, #-8]',          d95f83e0, 31, -1,   -8,  8,  8, 0,        1"
  })
  void knowsMemoryOperands(
      String text,
      String word,
      int base,
      int index,
      long displacement,
      int bytes,
      int element,
      String read,
      String written) {
    Instruction decoded = decode(Long.parseLong(word, 16));
    MemoryOperand operand = memory(Long.parseLong(word, 16));

    assertThat(operand)
        .as(text)
        .isEqualTo(
            new MemoryOperand(base, index, displacement, bytes, element, false, operand.field()));
    assertThat(operand.field().canHold(displacement)).isTrue();
    assertThat(Long.toHexString(decoded.registersRead())).isEqualTo(read);
    assertThat(Long.toHexString(decoded.registersWritten())).isEqualTo(written);
    assertThat(decoded.stack()).isEqualTo(new StackEffect.None());
    assertThat(decoded.flow()).isEqualTo(new ControlFlow.Next());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // text, word, displacement, delta
    "'stp x29, x30, [sp, #-32]!', a9be7bfd, -32, -32",
    "'ldp x29, x30, [sp], #32',   a8c27bfd,   0,  32",
    "'str x30, [sp, #-16]!',      f81f0ffe, -16, -16",
    "'ldr d8, [sp], #16',         fc4107e8,   0,  16",
    "'ld1 {v0.16b}, [sp], #16',   4cdf73e0,   0,  16",
    "'stgp x0, x1, [sp, #-32]!',  69bf07e0, -32, -32"
  })
  void movesTheStackPointerByWriteBack(String text, String word, long displacement, long delta) {
    Instruction decoded = decode(Long.parseLong(word, 16));
    MemoryOperand operand = memory(Long.parseLong(word, 16));

    assertThat(operand.displacement()).as(text).isEqualTo(displacement);
    assertThat(decoded.stack()).isEqualTo(new StackEffect.Adjust(delta));
    assertThat(operand.base()).isEqualTo(SP);
    assertThat(operand.writeBack()).isTrue();
    assertThat(decoded.registersWritten() & registers(SP)).isZero();
    assertThat(operand.field().canHold(operand.displacement())).isTrue();
    assertThat(operand.field().canHold(operand.displacement() + 16)).isFalse();
  }

  @Test
  void writesBackOtherBases() {
    Instruction postIndexed = decode(0xf8408420L); // ldr x0, [x1], #8
    Instruction byRegister = decode(0x4cc27020L); // ld1 {v0.16b}, [x1], x2
    Instruction stackByRegister = decode(0x4cc273e0L); // ld1 {v0.16b}, [sp], x2

    assertThat(postIndexed.registersWritten()).isEqualTo(registers(0, 1));
    assertThat(postIndexed.stack()).isEqualTo(new StackEffect.None());
    assertThat(byRegister.registersWritten()).isEqualTo(registers(1));
    assertThat(byRegister.registersRead()).isEqualTo(registers(2));
    assertThat(stackByRegister.stack()).isEqualTo(new StackEffect.Unknown());
  }

  @Test
  void computesAddresses() {
    assertThat(decode(0x910023e2L).addressOf()) // add x2, sp, #8
        .contains(new AddressOf(2, SP, NO_REGISTER, 8, new A64Displacement.Addend()));
    assertThat(decode(0x910003e6L).addressOf()) // mov x6, sp
        .contains(new AddressOf(6, SP, NO_REGISTER, 0, new A64Displacement.Addend()));
    assertThat(decode(0xd10043a8L).addressOf()) // sub x8, x29, #16
        .contains(new AddressOf(8, 29, NO_REGISTER, -16, new A64Displacement.Addend()));
    assertThat(decode(0x914007e0L).addressOf()) // add x0, sp, #1, lsl #12
        .contains(new AddressOf(0, SP, NO_REGISTER, 4096, new A64Displacement.Addend()));
    assertThat(decode(0xb10023e2L).addressOf()) // adds x2, sp, #8
        .contains(new AddressOf(2, SP, NO_REGISTER, 8, new A64Displacement.Fixed(8)));
    assertThat(decode(0x910003fdL)) // mov x29, sp
        .satisfies(
            decoded -> {
              assertThat(decoded.registersWritten()).isEqualTo(registers(29));
              assertThat(decoded.registersRead()).isZero();
              assertThat(decoded.stack()).isEqualTo(new StackEffect.None());
            });
  }

  @Test
  void changesTheStackPointer() {
    assertThat(decode(0xd10103ffL).stack()) // sub sp, sp, #64
        .isEqualTo(new StackEffect.Adjust(-64));
    assertThat(decode(0x914007ffL).stack()) // add sp, sp, #1, lsl #12
        .isEqualTo(new StackEffect.Adjust(4096));
    assertThat(decode(0x910003bfL).stack()) // mov sp, x29
        .isEqualTo(new StackEffect.SetFrom(29, 0));
    assertThat(decode(0xd10083bfL).stack()) // sub sp, x29, #32
        .isEqualTo(new StackEffect.SetFrom(29, -32));
    assertThat(decode(0xcb2063ffL).stack()).isEqualTo(new StackEffect.Unknown()); // sub sp, sp, x0
    assertThat(decode(0x927cec1fL).stack()) // and sp, x0, #-16
        .isEqualTo(new StackEffect.Unknown());
    assertThat(decode(0x110043ffL).stack()) // add wsp, wsp, #16
        .isEqualTo(new StackEffect.Unknown());
    assertThat(decode(0xf10043ffL).stack()) // cmp sp, #16
        .isEqualTo(new StackEffect.None());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'cmp sp, #16',             f10043ff, 80000000, 0",
    "'add w0, wsp, #4',         110013e0, 80000000, 1",
    "'add x0, sp, x1',          8b2163e0, 80000002, 1",
    "'sub sp, sp, x0',          cb2063ff, 1,        0",
    "'mov x0, x29',             aa1d03e0, 20000000, 1",
    "'mov x0, #1',              d2800020, 0,        1",
    "'movk x0, #1, lsl #16',    f2a00020, 1,        1",
    "'bfi x0, x1, #4, #4',      b37c0c20, 3,        1",
    "'ubfx x0, x1, #4, #4',     d3441c20, 2,        1",
    "'adrp x0, #0',             90000000, 0,        1",
    "'extr x0, x1, x2, #3',     93c20c20, 6,        1",
    "'madd x0, x1, x2, x3',     9b020c20, e,        1",
    "'smulh x0, x1, x2',        9b427c20, 6,        1",
    "'csel x0, x1, x2, eq',     9a820020, 6,        1",
    "'ccmp x1, x2, #0, ne',     fa421020, 6,        0",
    "'rev x0, x1',              dac00c20, 2,        1",
    "'udiv x0, x1, x2',         9ac20820, 6,        1",
    "'irg x0, sp',              9adf13e0, 80000000, 1",
    "'pacia x0, sp',            dac103e0, 80000001, 1",
    "'paciasp',                 d503233f, 40000000, 40000000",
    "'pacia1716',               d503211f, 30000,    20000",
    "'autiasp',                 d50323bf, 40000000, 40000000",
    "'xpaclri',                 d50320ff, 40000000, 40000000",
    "'autib1716',               d50321df, 30000,    20000",
    "'chkfeat x16',             d503251f, 10000,    10000",
    "'bti c',                   d503245f, 0,        0",
    "'nop',                     d503201f, 0,        0",
    "'dmb ish',                 d5033bbf, 0,        0",
    "'svc #0',                  d4000001, 13f,      1",
    "'mrs x0, tpidr_el0',       d53bd040, 0,        1",
    "'msr fpcr, x1',            d51b4401, 2,        0",
    "'dc zva, x3',              d50b7423, 8,        0",
    "'fmov x0, d1',             9e660020, 0,        1",
    "'fmov d0, x1',             9e670020, 2,        0",
    "'scvtf d0, w1',            1e620020, 2,        0",
    "'fcvtzs x0, d1',           9e780020, 0,        1",
    "'fcvtzs w0, s1, #4',       1e18f020, 0,        1",
    "'umov w0, v1.b[0]',        0e013c20, 0,        1",
    "'smov x0, v1.h[0]',        4e022c20, 0,        1",
    "'dup v0.4s, w1',           4e040c20, 2,        0",
    "'ins v0.d[0], x1',         4e081c20, 2,        0",
    "'fadd d0, d1, d2',         1e622820, 0,        0",
    "'fmla v0.2d, v1.2d, v2.2d', 4e62cc20, 0,       0",
    "'aese v0.16b, v1.16b',     4e284820, 0,        0"
  })
  void knowsRegistersOfDataProcessing(String text, String word, String read, String written) {
    Instruction decoded = decode(Long.parseLong(word, 16));

    assertThat(decoded.known()).as(text).isTrue();
    assertThat(decoded.memory()).isEmpty();
    assertThat(decoded.flow()).isEqualTo(new ControlFlow.Next());
    assertThat(Long.toHexString(decoded.registersRead())).isEqualTo(read);
    assertThat(Long.toHexString(decoded.registersWritten())).isEqualTo(written);
  }

  @Test
  void followsControl() {
    assertThat(decode(0x17ffffffL).flow()).isEqualTo(new ControlFlow.Jump(ADDRESS - 4)); // b
    assertThat(decode(0x54000040L).flow()).isEqualTo(new ControlFlow.Branch(ADDRESS + 8)); // b.eq
    assertThat(decode(0x5400004eL).flow()).isEqualTo(new ControlFlow.Jump(ADDRESS + 8)); // b.al
    assertThat(decode(0xb4ffffe3L).flow()).isEqualTo(new ControlFlow.Branch(ADDRESS - 4)); // cbz
    assertThat(decode(0xb4ffffe3L).registersRead()).isEqualTo(registers(3));
    assertThat(decode(0x3707ffe3L).flow()).isEqualTo(new ControlFlow.Branch(ADDRESS - 4)); // tbnz
    assertThat(decode(0x94000001L).flow()).isEqualTo(new ControlFlow.Call()); // bl
    assertThat(decode(0x94000001L).registersWritten()).isEqualTo(CHANGED_BY_CALL);
    assertThat(decode(0xd63f0100L).flow()).isEqualTo(new ControlFlow.Call()); // blr x8
    assertThat(decode(0xd63f0100L).registersWritten()).isEqualTo(CHANGED_BY_CALL);
    assertThat(decode(0xd63f0100L).registersRead()).isEqualTo(registers(8));
    assertThat(decode(0xd61f0200L).flow()).isEqualTo(new ControlFlow.IndirectJump()); // br x16
    assertThat(decode(0xd71f0a11L).flow()).isEqualTo(new ControlFlow.IndirectJump()); // braa
    assertThat(decode(0xd65f03c0L).flow()).isEqualTo(new ControlFlow.Return()); // ret
    assertThat(decode(0xd65f0bffL).flow()).isEqualTo(new ControlFlow.Return()); // retaa
    assertThat(decode(0xd4200020L).flow()).isEqualTo(new ControlFlow.Trap()); // brk #1
    assertThat(decode(0xd4400000L).flow()).isEqualTo(new ControlFlow.Trap()); // hlt #0
    assertThat(decode(0x00000000L).flow()).isEqualTo(new ControlFlow.Trap()); // udf #0
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "043f5000", // addvl x0, sp, #0 of SVE
        "80800000", // fmopa of SME
        "d4000002", // hvc #0
        "d50040bf", // msr SPSel, #0
        "d5032fff", // hint #127
        "9240fc00", // and with a mask of all ones
        "12400000", // and of 32 bits with N set
        "32800000", // movz with opc 01
        "52c00000", // 32-bit movz, lsl #32
        "e8bf07e0", // pair with opc 11
        "b9c003e0" // size 10 and opc 11 of an unsigned immediate
      })
  void leavesTheRestAlone(String word) {
    assertThat(decode(Long.parseLong(word, 16))).isEqualTo(Instruction.unknown(ADDRESS, 4));
  }

  @Test
  void leavesTruncatedInstructionsAlone() {
    Decoder decoder = new A64Decoder();
    byte[] code = A64Decoder.bytesOf(0xd503201f);

    assertThat(decoder.decode(code, 1, ADDRESS)).isEqualTo(Instruction.unknown(ADDRESS, 4));
    assertThat(decoder.decode(code, 4, ADDRESS)).isEqualTo(Instruction.unknown(ADDRESS, 4));
    assertThat(decoder.decode(code, -1, ADDRESS)).isEqualTo(Instruction.unknown(ADDRESS, 4));
    assertThat(decoder.decode(code, Integer.MAX_VALUE, ADDRESS).known()).isFalse();
    assertThat(decoder.decode(new byte[0], 0, ADDRESS).known()).isFalse();
    assertThat(decoder.decode(code, 0, ADDRESS).known()).isTrue();
  }

  @Test
  void exchangesScaledAndUnscaledForms() {
    int scaled = 0xf94003e1; // ldr x1, [sp]
    int unscaled = 0xf85f83e1; // ldur x1, [sp, #-8]

    assertThat(patched(scaled, -8)).isEqualTo(unscaled);
    assertThat(patched(unscaled, 0)).isEqualTo(scaled);
    assertThat(patched(scaled, 3)).isEqualTo(0xf84033e1); // ldur x1, [sp, #3]
    assertThat(patched(unscaled, 32760)).isEqualTo(0xf97fffe1); // ldr x1, [sp, #32760]
    assertThat(patched(0x3dc007e0, -16)).isEqualTo(0x3cdf03e0); // ldr q0 to ldur q0
    assertThat(patched(0xf98007e0, -8)).isEqualTo(0xf89f83e0); // prfm to prfum
    DisplacementField field = memory(scaled).field();
    assertThat(field.canHold(-256)).isTrue();
    assertThat(field.canHold(-257)).isFalse();
    assertThat(field.canHold(255)).isTrue();
    assertThat(field.canHold(257)).isFalse();
    assertThat(field.canHold(256)).isTrue();
    assertThat(field.canHold(32768)).isFalse();
    assertThat(field.canHold(Long.MAX_VALUE & ~7L)).isFalse();
    assertThat(field.canHold(Long.MIN_VALUE)).isFalse();
  }

  @Test
  void keepsPairsWithinTheirSevenBits() {
    int pair = 0xa9417bfd; // ldp x29, x30, [sp, #16]
    DisplacementField field = memory(pair).field();

    assertThat(patched(pair, 504)).isEqualTo(0xa95ffbfd);
    assertThat(patched(pair, -512)).isEqualTo(0xa9607bfd);
    assertThat(field.canHold(512)).isFalse();
    assertThat(field.canHold(-520)).isFalse();
    assertThat(field.canHold(20)).isFalse();
    assertThat(memory(0x293f07e0).field().canHold(20)).isTrue(); // stp w0, w1
    assertThat(memory(0x293f07e0).field().canHold(256)).isFalse();
    assertThat(memory(0xad0107e0).field().canHold(1008)).isTrue(); // stp q0, q1
    assertThat(memory(0xad0107e0).field().canHold(1024)).isFalse();
  }

  @Test
  void keepsFormsWithoutSiblingTheirOwn() {
    DisplacementField field = memory(0xd95f83e0L).field(); // ldapur x0, [sp, #-8]

    assertThat(patched(0xd95f83e0L, 16)).isEqualTo(0xd94103e0); // ldapur x0, [sp, #16]
    assertThat(field.canHold(256)).isFalse();
    assertThat(memory(0xf8617be0L).field().canHold(8)).isFalse(); // ldr x0, [sp, x1, lsl #3]
    assertThat(memory(0x58ffffc0L).field().canHold(-4)).isFalse(); // ldr x0, #-8
  }

  @Test
  void refusesToPatchWhatDoesNotFit() {
    DisplacementField field = memory(0xa9417bfd).field(); // ldp x29, x30, [sp, #16]

    assertThatThrownBy(() -> field.patch(A64Decoder.bytesOf(0xa9417bfd), 512))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("512");
    assertThatThrownBy(() -> field.patch(new byte[3], 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3");
  }
}
