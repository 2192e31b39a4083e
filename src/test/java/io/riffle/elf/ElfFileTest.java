package io.riffle.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.riffle.isa.Isa;
import io.riffle.storage.InMemoryStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElfFileTest {
  private static final int FUNCTION = 2;
  private static final int FILE = 4;
  private static final int LOCAL = 0;
  private static final int GLOBAL = 1;
  private static final int WEAK = 2;

  private static ElfBytes sample() {
    ElfBytes bytes = new ElfBytes(Isa.AARCH64, false);
    long text = bytes.text();
    return bytes
        .symbol("one.c", FILE, LOCAL, 0, 0)
        .symbol("helper", FUNCTION, LOCAL, text, 0x20)
        .symbol("two.c", FILE, LOCAL, 0, 0)
        .symbol("helper", FUNCTION, LOCAL, text + 0x20, 0x20)
        .symbol("weak_main", FUNCTION, WEAK, text + 0x40, 0x10)
        .symbol("main", FUNCTION, GLOBAL, text + 0x40, 0x10)
        .symbol("stub", FUNCTION, GLOBAL, text + 0x60, 0)
        .frames(
            new FrameBytes(bytes.ehFrame())
                .common("zR", 30, 0x0c, 31, 0)
                .description(text, 0x20, 0x44, 0x0e, 16)
                .bytes());
  }

  @Test
  void tellsWhatTheHeaderSays() throws IOException {
    ElfFile elf = sample().read();

    assertThat(elf.isa()).isEqualTo(Isa.AARCH64);
    assertThat(elf.positionIndependent()).isFalse();
    assertThat(elf.entry()).isEqualTo(0x400200);
    assertThat(elf.segments()).hasSize(2);
    assertThat(elf.sections()).extracting(Section::name).contains("", ".text", ".shstrtab");
    assertThat(new ElfBytes(Isa.X86_64, true).read().positionIndependent()).isTrue();
  }

  @Test
  void findsTheBuildId() throws IOException {
    assertThat(sample().read().buildId()).contains("0102ab04");
  }

  @Test
  void readsSectionsAndTranslatesAddresses() throws IOException {
    ElfFile elf = sample().code(new byte[] {1, 2, 3, 4}).read();
    Section text = elf.section(".text").orElseThrow();

    assertThat(elf.contents(text)).containsExactly(1, 2, 3, 4);
    assertThat(text.covers(elf.entry())).isTrue();
    assertThat(elf.fileOffset(text.address() + 2)).contains(text.offset() + 2);
    assertThat(elf.fileOffset(0x3fffff)).isEmpty();
    assertThat(elf.section(".nothing")).isEmpty();
  }

  @Test
  void givesLocalSymbolsTheirSourceFile() throws IOException {
    assertThat(sample().read().symbols())
        .filteredOn(symbol -> symbol.name().equals("helper"))
        .extracting(Symbol::sourceFile)
        .containsExactly("one.c", "two.c");
    assertThat(sample().read().function("main").orElseThrow().sourceFile()).isEmpty();
  }

  @Test
  void findsFunctionsByNameAndByAnyOfTheirAddresses() throws IOException {
    ElfFile elf = sample().read();
    long text = elf.entry();

    assertThat(elf.function("main").orElseThrow().value()).isEqualTo(text + 0x40);
    assertThat(elf.function("absent")).isEmpty();
    assertThat(elf.functionAt(text + 0x3f).orElseThrow().sourceFile()).isEqualTo("two.c");
    assertThat(elf.functionAt(text + 0x4f).orElseThrow().name()).isEqualTo("main");
    assertThat(elf.functionAt(text + 0x50)).isEmpty();
    assertThat(elf.functionAt(text + 0x60).orElseThrow().name()).isEqualTo("stub");
    assertThat(elf.functionAt(text - 1)).isEmpty();
  }

  @Test
  void refusesWhatIsNoElfFileOfAKnownIsa() {
    assertThatThrownBy(() -> read(new byte[10])).hasMessageContaining("is no ELF file: only 10");
    assertThatThrownBy(() -> read(new byte[100])).hasMessageContaining("ELF magic");
    assertThatThrownBy(() -> read(with(4, 1))).hasMessageContaining("no 64-bit little-endian");
    assertThatThrownBy(() -> read(with(5, 2))).hasMessageContaining("no 64-bit little-endian");
    assertThatThrownBy(() -> read(with(18, 40)))
        .isInstanceOf(ElfFormatException.class)
        .hasMessage("test.elf: is for ELF machine 40, not one of [x86-64, aarch64]");
  }

  @Test
  void refusesTablesBeyondTheEndOfTheFile() {
    byte[] bytes = sample().bytes();
    assertThatThrownBy(() -> read(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("section table");
  }

  @Test
  void meetsDamageWithTypedErrorsOnly() {
    byte[] good = sample().bytes();
    Random random = new Random(1);
    int refused = 0;
    for (int round = 0; round < 8_000; round++) {
      byte[] bad = good.clone();
      for (int flips = 0; flips <= random.nextInt(4); flips++) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (random.nextInt(4) == 0) {
        bad = Arrays.copyOf(bad, random.nextInt(bad.length));
      }
      byte[] damaged = bad;
      Throwable failure = catchThrowable(() -> readEverything(read(damaged)));
      if (failure != null) {
        assertThat(failure).isInstanceOf(ElfFormatException.class);
        assertThat(failure).hasMessageStartingWith("test.elf: ");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  private static void readEverything(ElfFile elf) throws IOException {
    elf.buildId();
    elf.symbols();
    elf.functionAt(elf.entry());
    for (Section section : elf.sections()) {
      elf.contents(section);
    }
    CallFrameInfo frames = elf.callFrameInfo();
    for (int i = 0; i < frames.size(); i++) {
      frames.description(i).rowAt(elf.entry());
    }
  }

  private static byte[] with(int offset, int value) {
    byte[] bytes = sample().bytes();
    bytes[offset] = (byte) value;
    return bytes;
  }

  private static ElfFile read(byte[] bytes) throws IOException {
    return ElfFile.read(new InMemoryStore("test.elf", bytes));
  }
}
