package io.riffle.shuffle.decode;

import static io.riffle.shuffle.decode.Instruction.NO_REGISTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.isa.Isa;
import io.riffle.shuffle.decode.Instruction.AddressOf;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What instructions do to the stack pointer, to registers and to the order of execution. */
class X86EffectsTest {
  private static final long ADDRESS = 0x401000;
  private static final int RBP = 6;
  private static final int RSP = 7;

  private final Decoder decoder = Decoder.of(Isa.X86_64);

  @ParameterizedTest
  @CsvSource({
    "55, -8",
    "41 57, -8",
    "5d, 8",
    "ff 75 10, -8",
    "8f 45 10, 8",
    "6a 01, -8",
    "68 00 01 00 00, -8",
    "66 50, -2",
    "66 58, 2",
    "9c, -8",
    "9d, 8",
    "0f a0, -8",
    "48 83 ec 28, -40",
    "48 81 ec 00 10 00 00, -4096",
    "48 83 c4 28, 40",
    "48 83 ec 80, 128",
    "48 8d 64 24 f8, -8",
    "48 8d a4 24 00 01 00 00, 256",
    "c3, 8",
    "c2 10 00, 24",
    "c8 20 00 00, -40",
    "54, -8",
  })
  void followsTheStackPointer(String hex, long delta) {
    assertThat(decode(hex).stack()).isEqualTo(new StackEffect.Adjust(delta));
    assertThat(decode(hex).registersWritten() & mask("rsp")).isZero();
  }

  @Test
  void followsTheStackPointerThroughRegisters() {
    assertThat(decode("48 89 ec").stack()).isEqualTo(new StackEffect.SetFrom(RBP, 0));
    assertThat(decode("48 8d 65 d8").stack()).isEqualTo(new StackEffect.SetFrom(RBP, -40));
    assertThat(decode("48 89 c4").stack()).isEqualTo(new StackEffect.SetFrom(0, 0));
    assertThat(decode("c9").stack()).isEqualTo(new StackEffect.SetFrom(RBP, 8));
    assertThat(decode("c9").registersWritten()).isEqualTo(mask("rbp"));
    assertThat(decode("c8 20 00 00").addressOf())
        .contains(new AddressOf(RBP, RSP, NO_REGISTER, -8, new X86Displacement.Fixed(-8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "48 83 e4 f0",
        "48 29 c4",
        "5c",
        "48 8b 65 f8",
        "48 94",
        "48 8d 64 05 00",
        "83 ec 08",
        "89 ec",
        "48 ff c4",
        "c8 20 00 01",
      })
  void admitsWhenTheStackPointerIsLost(String hex) {
    assertThat(decode(hex).known()).isTrue();
    assertThat(decode(hex).stack()).isEqualTo(new StackEffect.Unknown());
  }

  @Test
  void changesOfTheStackPointerAloneAreNoUseOfItsValue() {
    assertThat(decode("48 29 c4").registersRead()).isEqualTo(mask("rax"));
    assertThat(decode("48 83 e4 f0").registersRead()).isZero();
    assertThat(decode("48 94").registersRead()).isEqualTo(mask("rax,rsp"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "48 01 d8; rax,rbx; rax",
        "48 39 e0; rax,rsp;",
        "48 89 23; rsp;",
        "54; rsp;",
        "55; rbp;",
        "5d;; rbp",
        "88 e3; rax; rbx",
        "40 88 e3; rsp; rbx",
        "31 ed;; rbp",
        "29 c8; rax,rcx; rax",
        "0f b6 ed; rcx; rbp",
        "49 0f 44 c0; r8; rax",
        "48 f7 e9; rax,rcx; rax,rdx",
        "0f a2; rax,rcx; rax,rbx,rcx,rdx",
        "0f 05; rax,rdi,rsi,rdx,r10,r8,r9; rax,rcx,r11",
        "f3 48 ab; rax,rcx,rdi; rcx,rdi",
        "a4; rsi,rdi; rsi,rdi",
        "c4 e2 eb f6 c1; rdx,rcx; rax,rdx",
        "c4 e2 f1 f7 c2; rcx,rdx; rax",
        "f2 48 0f 2c c0;; rax",
        "66 48 0f 7e c5;; rbp",
        "66 0f 3a 61 c1 00; rax,rdx; rcx",
        "e8 00 00 00 00;; rax,rcx,rdx,rsi,rdi,r8,r9,r10,r11",
        "64 48 8b 45 00; rbp; rax",
        "67 8b 45 00; rbp; rax",
        "48 a3 88 77 66 55 44 33 22 11; rax;",
        "90;;",
        "49 90; rax,r8; rax,r8",
        "0f 1f 44 00 00;;",
      })
  void tellsWhichRegistersAreReadAndWritten(String hex, String read, String written) {
    assertThat(decode(hex).known()).isTrue();
    assertThat(decode(hex).registersRead()).as("read").isEqualTo(mask(read));
    assertThat(decode(hex).registersWritten()).as("written").isEqualTo(mask(written));
  }

  @Test
  void showsBasesOfOperandsThatReachElsewhere() {
    Instruction bitString = decode("48 0f a3 44 24 08");
    Instruction gather = decode("62 f2 7d 49 90 44 0c 04");

    assertThat(bitString.registersRead()).isEqualTo(mask("rax,rsp"));
    assertThat(bitString.memory().get(0).accessBytes()).isZero();
    assertThat(gather.registersRead()).isEqualTo(mask("rsp"));
    assertThat(gather.memory().get(0).accessBytes()).isZero();
    assertThat(gather.memory().get(0).displacement()).isEqualTo(16);
  }

  @Test
  void followsControl() {
    assertThat(decode("eb 10").flow()).isEqualTo(new ControlFlow.Jump(ADDRESS + 0x12));
    assertThat(decode("e9 fb ff ff ff").flow()).isEqualTo(new ControlFlow.Jump(ADDRESS));
    assertThat(decode("75 fe").flow()).isEqualTo(new ControlFlow.Branch(ADDRESS));
    assertThat(decode("0f 84 00 01 00 00").flow())
        .isEqualTo(new ControlFlow.Branch(ADDRESS + 0x106));
    assertThat(decode("e3 02").flow()).isEqualTo(new ControlFlow.Branch(ADDRESS + 4));
    assertThat(decode("3e ff 24 c5 00 10 00 00").flow()).isEqualTo(new ControlFlow.IndirectJump());
    assertThat(decode("e8 00 00 00 00").flow()).isEqualTo(new ControlFlow.Call());
    assertThat(decode("e8 00 00 00 00").stack()).isEqualTo(new StackEffect.None());
    assertThat(decode("ff d0").flow()).isEqualTo(new ControlFlow.Call());
    assertThat(decode("f3 c3").flow()).isEqualTo(new ControlFlow.Return());
    assertThat(decode("0f 0b").flow()).isEqualTo(new ControlFlow.Trap());
    assertThat(decode("f4").flow()).isEqualTo(new ControlFlow.Trap());
    assertThat(decode("cc").flow()).isEqualTo(new ControlFlow.Next());
  }

  private Instruction decode(String hex) {
    return decoder.decode(bytes(hex), 0, ADDRESS);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.strip().replace(" ", ""));
  }

  private static long mask(String names) {
    return names == null ? 0 : X86Registers.mask(names);
  }
}
