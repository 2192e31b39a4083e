package io.riffle.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.isa.Isa;
import io.riffle.storage.InMemoryStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallFrameInfoTest {
  private static final int[] X86_START = {0x0c, 7, 8, 0x90, 1};

  private final ElfBytes file = new ElfBytes(Isa.X86_64, false);
  private final long text = file.text();

  private CallFrameInfo x86(int... instructions) throws IOException {
    byte[] frames =
        new FrameBytes(file.ehFrame())
            .common("zR", 16, X86_START)
            .description(text, 0x40, instructions)
            .bytes();
    return file.frames(frames).read().callFrameInfo();
  }

  private FrameRow row(int offset, int... instructions) throws IOException {
    return x86(instructions).rowAt(text + offset).orElseThrow();
  }

  @Test
  void decodesTheRowsOfAPushAndAFramePointer() throws IOException {
    // advance 1; CFA offset 16; rbp at -16; advance 3; CFA register rbp; advance 8; CFA rsp + 8
    CallFrameInfo info = x86(0x41, 0x0e, 16, 0x86, 2, 0x43, 0x0d, 6, 0x48, 0x0c, 7, 8);
    FrameDescription description = info.describing(text + 0x3f).orElseThrow();

    assertThat(description.returnAddressColumn()).isEqualTo(16);
    assertThat(description.signalFrame()).isFalse();
    assertThat(description.rows())
        .extracting(FrameRow::start)
        .containsExactly(text, text + 1, text + 4, text + 12);
    assertThat(info.rowAt(text).orElseThrow())
        .isEqualTo(
            new FrameRow(
                text,
                text + 1,
                new CfaRule.RegisterOffset(7, 8),
                Map.of(16, new RegisterRule.AtCfaOffset(-8))));
    assertThat(info.rowAt(text + 11).orElseThrow().cfa())
        .isEqualTo(new CfaRule.RegisterOffset(6, 16));
    assertThat(info.rowAt(text + 11).orElseThrow().registers())
        .containsEntry(6, new RegisterRule.AtCfaOffset(-16));
  }

  @Test
  void knowsNothingOutsideOfDescriptions() throws IOException {
    assertThat(x86().describing(text - 1)).isEmpty();
    assertThat(x86().describing(text + 0x40)).isEmpty();
    assertThat(x86().rowAt(text + 0x3f)).isPresent();
  }

  @Test
  void remembersStates() throws IOException {
    int[] code = {0x41, 0x0e, 16, 0x83, 2, 0x0a, 0x41, 0x0e, 8, 0xc3, 0x41, 0x0b};

    assertThat(row(2, code).registers()).containsOnlyKeys(16);
    assertThat(row(3, code).cfa()).isEqualTo(new CfaRule.RegisterOffset(7, 16));
    assertThat(row(3, code).registers()).containsOnlyKeys(3, 16);
  }

  @Test
  void restoresARegisterToItsInitialRule() throws IOException {
    int[] code = {0x90, 5, 0x41, 0xd0};

    assertThat(row(0, code).registers()).containsEntry(16, new RegisterRule.AtCfaOffset(-40));
    assertThat(row(1, code).registers()).containsEntry(16, new RegisterRule.AtCfaOffset(-8));
  }

  @Test
  void knowsEveryKindOfRule() throws IOException {
    int[] code = {
      0x07,
      0, // rax undefined
      0x08,
      1, // rdx same
      0x09,
      2,
      3, // rcx in rbx
      0x10,
      4,
      1,
      0x30, // rsi at lit0
      0x16,
      5,
      1,
      0x31, // rdi is lit1
      0x14,
      8,
      2, // r8 is CFA - 16
      0x11,
      9,
      0x7e, // r9 at CFA + 16
      0x15,
      10,
      0x7f, // r10 is CFA + 8
      0x05,
      11,
      3, // r11 at CFA - 24
      0x2f,
      12,
      3, // r12 at CFA + 24
      0x2e,
      64, // size of arguments
      0x0f,
      2,
      0x77,
      8 // CFA is breg7 8
    };
    FrameRow row = row(0, code);

    assertThat(row.cfa()).isEqualTo(new CfaRule.Expression(new byte[] {0x77, 8}));
    assertThat(row.registers())
        .containsEntry(0, new RegisterRule.Undefined())
        .containsEntry(1, new RegisterRule.SameValue())
        .containsEntry(2, new RegisterRule.InRegister(3))
        .containsEntry(4, new RegisterRule.AtExpression(new byte[] {0x30}))
        .containsEntry(5, new RegisterRule.ValExpression(new byte[] {0x31}))
        .containsEntry(8, new RegisterRule.ValCfaOffset(-16))
        .containsEntry(9, new RegisterRule.AtCfaOffset(16))
        .containsEntry(10, new RegisterRule.ValCfaOffset(8))
        .containsEntry(11, new RegisterRule.AtCfaOffset(-24))
        .containsEntry(12, new RegisterRule.AtCfaOffset(24));
  }

  @Test
  void knowsTheSignedAndWideForms() throws IOException {
    int[] code = {0x12, 6, 0x7e, 0x02, 1, 0x13, 0x7c, 0x03, 2, 0, 0x0e, 8, 0x04, 4, 0, 0, 0};

    assertThat(row(0, code).cfa()).isEqualTo(new CfaRule.RegisterOffset(6, 16));
    assertThat(row(1, code).cfa()).isEqualTo(new CfaRule.RegisterOffset(6, 32));
    assertThat(row(3, code).cfa()).isEqualTo(new CfaRule.RegisterOffset(6, 8));
    assertThat(row(7, code).start()).isEqualTo(text + 7);
  }

  @Test
  void marksSignalFrames() throws IOException {
    byte[] frames =
        new FrameBytes(file.ehFrame()).common("zRS", 16, X86_START).description(text, 4).bytes();

    assertThat(file.frames(frames).read().callFrameInfo().describing(text).orElseThrow())
        .matches(FrameDescription::signalFrame)
        .extracting(FrameDescription::augmentation)
        .isEqualTo("zRS");
  }

  @Test
  void togglesTheSigningOfReturnAddressesOnAarch64Only() throws IOException {
    ElfBytes arm = new ElfBytes(Isa.AARCH64, false);
    byte[] frames =
        new FrameBytes(arm.ehFrame())
            .common("zR", 30, 0x0c, 31, 0)
            .description(text, 16, 0x44, 0x2d, 0x44, 0x2d)
            .bytes();
    CallFrameInfo info = arm.frames(frames).read().callFrameInfo();

    assertThat(info.rowAt(text).orElseThrow().registers()).isEmpty();
    assertThat(info.rowAt(text + 4).orElseThrow().registers())
        .containsEntry(FrameRow.RA_SIGN_STATE, new RegisterRule.Constant(1));
    assertThat(info.rowAt(text + 8).orElseThrow().registers())
        .containsEntry(FrameRow.RA_SIGN_STATE, new RegisterRule.Constant(0));
    assertThatThrownBy(() -> row(0, 0x2d)).hasMessageContaining("0x2d");
  }

  @Test
  void findsEachOfManyDescriptions() throws IOException {
    FrameBytes frames = new FrameBytes(file.ehFrame()).common("zR", 16, X86_START);
    for (int i : List.of(3, 0, 2)) {
      frames.description(text + i * 16, 16, 0x0e, 8 * (i + 1));
    }
    CallFrameInfo info = file.frames(frames.bytes()).read().callFrameInfo();

    assertThat(info.size()).isEqualTo(3);
    assertThat(info.rowAt(text + 15).orElseThrow().cfa())
        .isEqualTo(new CfaRule.RegisterOffset(7, 8));
    assertThat(info.rowAt(text + 16)).isEmpty();
    assertThat(info.rowAt(text + 32).orElseThrow().cfa())
        .isEqualTo(new CfaRule.RegisterOffset(7, 24));
    assertThat(info.rowAt(text + 63).orElseThrow().cfa())
        .isEqualTo(new CfaRule.RegisterOffset(7, 32));
  }

  @Test
  void findsEntriesBySegmentInAFileWithoutSections() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0x3b031b01).putInt((int) (file.ehFrame() - (text + 4)));
    byte[] frames =
        new FrameBytes(file.ehFrame()).common("zR", 16, X86_START).description(text, 4).bytes();
    ByteBuffer bytes =
        ByteBuffer.wrap(file.code(header.array()).frames(frames).bytes())
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(40, 0).putShort(60, (short) 0).putShort(62, (short) 0); // no section table
    int second = 64 + 56;
    bytes.putInt(second, Segment.GNU_EH_FRAME).putLong(second + 8, ElfBytes.TEXT);
    bytes.putLong(second + 16, text);

    ElfFile elf = ElfFile.read(new InMemoryStore("no sections", bytes.array()));
    assertThat(elf.sections()).isEmpty();
    assertThat(elf.callFrameInfo().describing(text + 3)).isPresent();

    bytes.putInt(ElfBytes.TEXT + 4, 0x7000_0000);
    assertThatThrownBy(
            () -> ElfFile.read(new InMemoryStore("astray", bytes.array())).callFrameInfo())
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("points to no segment");
  }

  @Test
  void refusesDamagedPrograms() {
    assertThatThrownBy(() -> row(0, 0x0b)).hasMessageContaining("not remembered");
    assertThatThrownBy(() -> row(0, 0x3f)).hasMessageContaining("unknown call frame instruction");
    assertThatThrownBy(() -> row(0, 0x02, 0xff)).hasMessageContaining("not in its description");
    assertThatThrownBy(() -> row(0, 0x0f, 1, 0x30, 0x0e, 8)).hasMessageContaining("CFA rule");
    assertThatThrownBy(() -> row(0, 0x07, 0xff, 0xff, 0xff, 0x7f))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("unreasonable register");
  }

  @Test
  void refusesTablesThatWouldFillMemory() {
    List<Integer> code = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      code.addAll(List.of(0x08, 0x80 | i & 0x7f, i >> 7, 0x0a, 0x0b));
    }
    int[] instructions = code.stream().mapToInt(Integer::intValue).toArray();

    assertThatThrownBy(() -> row(0, instructions)).hasMessageContaining("unreasonably large");
  }

  @Test
  void refusesEntriesThatAreCutOffOrLost() {
    byte[] good =
        new FrameBytes(file.ehFrame()).common("zR", 16, X86_START).description(text, 4).bytes();
    byte[] cut = Arrays.copyOf(good, good.length - 8);
    byte[] lost = good.clone();
    lost[good[0] + 4 + 4]++;

    assertThatThrownBy(() -> file.frames(cut).read().callFrameInfo())
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("more than there is");
    assertThatThrownBy(() -> file.frames(lost).read().callFrameInfo())
        .hasMessageContaining("without its common information entry");
  }
}
