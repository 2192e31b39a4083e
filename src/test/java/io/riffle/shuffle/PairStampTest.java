package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.elf.ElfBytes;
import io.riffle.elf.ElfFile;
import io.riffle.isa.Isa;
import io.riffle.shuffle.layout.Layout;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stamp takes the place of filling, and never of what a damaged symbol table makes of it. */
class PairStampTest {
  private static final int FUNCTION = 2;

  @Test
  void takesThePlaceOfFilling() throws IOException {
    assertThat(PairStamp.of(binary(4), 5))
        .hasValueSatisfying(stamp -> assertThat(stamp.address()).isEqualTo(0x400204));
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 31, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE, 0})
  void passesOverImpossibleSizes(long size) throws IOException {
    assertThat(PairStamp.of(binary(size), 5)).isEmpty();
  }

  /** A function that returns, filling, and another function 32 bytes on. */
  private static BinaryAnalysis binary(long size) throws IOException {
    byte[] code = new byte[0x40];
    Arrays.fill(code, (byte) 0x90);
    code[3] = (byte) 0xc3;
    ElfBytes bytes = new ElfBytes(Isa.X86_64, false).code(code);
    ElfFile elf =
        bytes
            .symbol("first", FUNCTION, 1, bytes.text(), size)
            .symbol("second", FUNCTION, 1, bytes.text() + 32, 4)
            .read();
    return new BinaryAnalysis(
        elf, new Layout(Isa.X86_64, "", List.of()), BinaryCode.of(elf), List.of());
  }
}
