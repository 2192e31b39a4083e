package io.riffle.shuffle.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.criu.MemoryMapping;
import io.riffle.elf.ElfBytes;
import io.riffle.elf.ElfFile;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModuleTest {
  private static final long BIAS = 0x5555_0000_0000L;

  private static MemoryMapping mapping(String file, long start, int protection, long offset) {
    return new MemoryMapping(start, start + 0x1000, protection, 2, offset, Optional.of(file), 0);
  }

  @Test
  void findsTheBiasOfAPositionIndependentBinary() throws IOException {
    ElfFile elf = new ElfBytes(Isa.X86_64, true).read();
    List<MemoryMapping> mappings =
        List.of(mapping("/other", 0x1000, 5, 0), mapping("/program", BIAS, 5, 0));

    assertThat(Module.loaded(elf, "/program", mappings)).contains(new Module(elf, BIAS));
    assertThat(Module.loaded(elf, "/absent", mappings)).isEmpty();
  }

  @Test
  void hasNoBiasOtherwise() throws IOException {
    ElfFile elf = new ElfBytes(Isa.X86_64, false).read();

    assertThat(Module.loaded(elf, "/program", List.of())).contains(new Module(elf, 0));
  }

  @Test
  void coversItsSegments() throws IOException {
    ElfBytes bytes = new ElfBytes(Isa.X86_64, true);
    Module module = new Module(bytes.read(), BIAS);

    assertThat(module.covers(BIAS + bytes.text())).isTrue();
    assertThat(module.covers(BIAS - 1)).isFalse();
    assertThat(module.covers(bytes.text())).isFalse();
  }
}
