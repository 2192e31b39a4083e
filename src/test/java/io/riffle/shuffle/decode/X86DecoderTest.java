package io.riffle.shuffle.decode;

import static io.riffle.shuffle.decode.Instruction.NO_REGISTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.isa.Isa;
import io.riffle.shuffle.decode.Instruction.AddressOf;
import io.riffle.shuffle.decode.Instruction.MemoryOperand;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class X86DecoderTest {
  private static final long ADDRESS = 0x401000;
  private static final int RBP = 6;
  private static final int RSP = 7;

  private final Decoder decoder = Decoder.of(Isa.X86_64);

  @ParameterizedTest
  @CsvSource({
    // base, index, displacement, width
    "48 8b 45 f8, 6, -1, -8, 8",
    "8b 85 00 ff ff ff, 6, -1, -256, 4",
    "89 44 24 10, 7, -1, 16, 4",
    "c6 84 24 80 00 00 00 07, 7, -1, 128, 1",
    "48 8b 04 24, 7, -1, 0, 8",
    "8b 44 28 10, 0, 6, 16, 4",
    "8b 84 28 00 10 00 00, 0, 6, 4096, 4",
    "42 8b 44 25 08, 6, 12, 8, 4",
    "8b 04 8d 78 56 34 12, -1, 2, 305419896, 4",
    "8b 04 25 00 10 00 00, -1, -1, 4096, 4",
    "49 8b 45 00, 13, -1, 0, 8",
    "43 8b 44 25 00, 13, 12, 0, 4",
    "49 8b 04 24, 12, -1, 0, 8",
    "66 c7 45 fe 34 12, 6, -1, -2, 2",
    "66 0f 6f 45 e0, 6, -1, -32, 16",
    "66 0f 6f 85 00 ff ff ff, 6, -1, -256, 16",
    "66 0f 7e 44 24 04, 7, -1, 4, 4",
    "66 48 0f 7e 44 24 08, 7, -1, 8, 8",
    "66 0f d6 44 24 08, 7, -1, 8, 8",
    "66 0f 2e 45 f0, 6, -1, -16, 8",
    "f2 0f 10 45 f0, 6, -1, -16, 8",
    "f3 0f 11 45 fc, 6, -1, -4, 4",
    "f2 0f 5a 45 f0, 6, -1, -16, 8",
    "0f 5a 45 f0, 6, -1, -16, 8",
    "0f b6 45 ff, 6, -1, -1, 1",
    "48 0f bf 45 fe, 6, -1, -2, 2",
    "48 63 45 fc, 6, -1, -4, 4",
    "db 6d f0, 6, -1, -16, 10",
    "f6 45 ff 01, 6, -1, -1, 1",
    "f7 45 fc 00 00 01 00, 6, -1, -4, 4",
    "48 f7 7d f8, 6, -1, -8, 8",
    "ff 55 f8, 6, -1, -8, 8",
    "ff 75 f8, 6, -1, -8, 8",
    "0f 1f 44 00 00, 0, 0, 0, 0",
    "f0 48 0f c7 4c 24 10, 7, -1, 16, 16",
    "c5 fb 10 45 f8, 6, -1, -8, 8",
    "c5 fe 6f 44 24 20, 7, -1, 32, 32",
    "c4 c1 7d 10 44 24 20, 12, -1, 32, 32",
    "c4 e2 7d 58 45 fc, 6, -1, -4, 4",
    "62 f1 7c 48 28 44 24 01, 7, -1, 64, 64",
    "62 f1 7c 28 28 44 24 ff, 7, -1, -32, 32",
    "62 f1 7c 48 28 84 24 01 00 00 00, 7, -1, 1, 64",
    "62 f1 7c 58 58 45 02, 6, -1, 8, 4",
    "62 f1 fd 58 58 45 02, 6, -1, 16, 8",
    "62 f1 7e 08 10 44 24 03, 7, -1, 12, 4",
    "62 f5 7c 58 58 45 02, 6, -1, 4, 2",
  })
  void findsTheMemoryOperand(String hex, int base, int index, long displacement, int width) {
    Instruction instruction = decode(hex);

    assertThat(instruction.known()).isTrue();
    assertThat(instruction.length()).isEqualTo(bytes(hex).length);
    MemoryOperand operand = instruction.memory().get(0);
    assertThat(operand.base()).isEqualTo(base);
    assertThat(operand.index()).isEqualTo(index);
    assertThat(operand.displacement()).isEqualTo(displacement);
    assertThat(operand.accessBytes()).isEqualTo(width);
    assertThat(operand.elementBytes()).isEqualTo(width);
    assertThat(instruction.registersRead() & (1 << RSP)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "48 b8 88 77 66 55 44 33 22 11",
        "66 b8 34 12",
        "c8 10 00 00",
        "a1 88 77 66 55 44 33 22 11",
        "67 a1 44 33 22 11",
        "66 f7 c3 34 12",
        "f3 0f 1e fa",
        "3e ff e0",
        "f2 e9 00 00 00 00",
        "66 66 66 66 66 66 2e 0f 1f 84 00 00 00 00 00",
        "66 66 48 e8 00 00 00 00",
        "66 0f 38 dc c1",
        "66 0f 3a 0f c1 04",
        "c5 f8 77",
        "c4 e3 fd 00 c1 d8",
        "0f 01 f9",
        "48 0f ae 6d 00",
        "f3 48 ab",
        "d9 e8",
        "c7 f8 00 00 00 00",
      })
  void knowsTheLength(String hex) {
    Instruction instruction = decode(hex);

    assertThat(instruction.known()).isTrue();
    assertThat(instruction.length()).isEqualTo(bytes(hex).length);
  }

  @Test
  void describesComputedAddresses() {
    assertThat(decode("48 8d 44 24 10").addressOf())
        .contains(new AddressOf(0, RSP, NO_REGISTER, 16, X86Displacement.Byte.at(4, 0)));
    assertThat(decode("48 8d 7c 85 e0").addressOf())
        .contains(new AddressOf(5, RBP, 0, -32, X86Displacement.Byte.at(4, 0)));
    assertThat(decode("48 8d 05 f9 0f 00 00").addressOf())
        .contains(
            new AddressOf(
                0,
                NO_REGISTER,
                NO_REGISTER,
                ADDRESS + 0x1000,
                new X86Displacement.Fixed(ADDRESS + 0x1000)));
    assertThat(decode("48 89 e5").addressOf())
        .contains(new AddressOf(RBP, RSP, NO_REGISTER, 0, X86Displacement.Fixed.ZERO));
    assertThat(decode("48 8b fd").addressOf())
        .contains(new AddressOf(5, RBP, NO_REGISTER, 0, X86Displacement.Fixed.ZERO));
    assertThat(decode("48 89 e5").registersRead()).isZero();
    assertThat(decode("48 8d 44 24 10").memory()).isEmpty();
  }

  @Test
  void treatsTruncatedAddressesAsData() {
    Instruction lea = decode("8d 44 24 10");

    assertThat(lea.addressOf()).isEmpty();
    assertThat(lea.registersRead()).isEqualTo(mask("rsp"));
    assertThat(decode("89 e0").registersRead()).isEqualTo(mask("rsp"));
    assertThat(decode("89 e0").addressOf()).isEmpty();
  }

  @Test
  void resolvesRipRelativeOperandsThatStayPut() {
    MemoryOperand operand = decode("8b 05 fa 0f 00 00").memory().get(0);

    assertThat(operand.base()).isEqualTo(NO_REGISTER);
    assertThat(operand.displacement()).isEqualTo(ADDRESS + 0x1000);
    assertThat(operand.field().canHold(ADDRESS + 0x1000)).isTrue();
    assertThat(operand.field().canHold(ADDRESS)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "48 8b 45 f8, 127, 128",
    "48 8b 45 f8, -128, -129",
    "8b 85 00 ff ff ff, 2147483647, 2147483648",
    "66 0f 6f 84 24 00 01 00 00, -8, -2147483649",
    "62 f1 7c 48 28 44 24 01, 8128, 8192",
    "62 f1 7c 48 28 44 24 01, -8192, 32",
    "62 f1 7e 08 10 44 24 03, -512, 6",
    "81 44 24 08 11 22 33 44, 0, 200",
    "48 8b 04 24, 0, 8",
  })
  void patchesTheDisplacementInPlace(String hex, long fits, long doesNotFit) {
    byte[] original = bytes(hex);
    MemoryOperand before = decode(hex).memory().get(0);

    byte[] patched = before.field().patch(original, fits);

    Instruction after = decoder.decode(patched, 0, ADDRESS);
    assertThat(original).isEqualTo(bytes(hex));
    assertThat(after.length()).isEqualTo(original.length);
    assertThat(after.memory())
        .containsExactly(
            new MemoryOperand(
                before.base(),
                before.index(),
                fits,
                before.accessBytes(),
                before.elementBytes(),
                false,
                before.field()));
    assertThat(before.field().patch(patched, before.displacement())).isEqualTo(original);
    assertThat(before.field().canHold(doesNotFit)).isFalse();
    assertThatThrownBy(() -> before.field().patch(original, doesNotFit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Long.toString(doesNotFit));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "06",
        "0f 04",
        "8d c0",
        "8f 44 24 08",
        "66 e9 00 00",
        "d5 00 00",
        "8f e8 78 c2 ec 0e",
        "66 c5 f8 77",
        "62 f4 7c 48 28 44 24 01",
        "62 f3 fd 18 cf 44 24 10 01",
        "66 66 66 66 66 66 66 66 66 66 66 66 66 66 66 90",
      })
  void doesNotGuess(String hex) {
    assertThat(decode(hex)).isEqualTo(Instruction.unknown(ADDRESS, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "48 8b 84 24 00 01 00 00",
        "62 f1 7c 48 28 44 24 01",
        "c4 e3 fd 00 45 08 d8",
        "66 0f 3a 0f 44 24 08 04",
        "48 b8 88 77 66 55 44 33 22 11",
        "c8 10 00 00",
        "0f 84 00 01 00 00",
      })
  void reportsTruncatedInstructionsAsUnknown(String hex) {
    byte[] whole = bytes(hex);
    for (int length = 1; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThat(decoder.decode(part, 0, ADDRESS)).isEqualTo(Instruction.unknown(ADDRESS, 1));
    }
    assertThat(decode(hex).known()).isTrue();
  }

  @Test
  void decodesAtAnOffset() {
    byte[] code = bytes("90 90 48 8b 45 f8 c3");

    assertThat(decoder.decode(code, 2, ADDRESS + 2).length()).isEqualTo(4);
    assertThat(decoder.decode(code, 2, ADDRESS + 2).address()).isEqualTo(ADDRESS + 2);
    assertThat(decoder.decode(code, 6, ADDRESS + 6).flow()).isEqualTo(new ControlFlow.Return());
  }

  @Test
  void takesAnyBytes() {
    Random random = new Random(1);
    byte[] code = new byte[200_000];
    random.nextBytes(code);
    for (int offset = 0; offset < code.length; offset++) {
      Instruction instruction = decoder.decode(code, offset, offset);
      assertThat(instruction.length()).isBetween(1, Math.min(15, code.length - offset));
    }
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
