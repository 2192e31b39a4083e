package io.riffle.shuffle.unwind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.criu.FileIdentity;
import io.riffle.criu.Memory;
import io.riffle.criu.MemoryMapping;
import io.riffle.criu.ProcessImage;
import io.riffle.elf.ElfBytes;
import io.riffle.isa.Isa;
import io.riffle.storage.ByteStore;
import io.riffle.storage.InMemoryDirectory;
import io.riffle.storage.InMemoryStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ModuleFilesTest {
  private static final String LIBRARY = "/libanything.so";

  private static Optional<Module> find(FileIdentity dumped) throws IOException {
    ByteStore elf = new ElfBytes(Isa.X86_64, true).read().store();
    InMemoryDirectory root = new InMemoryDirectory();
    root.with(LIBRARY.substring(1), elf.readAll());
    MemoryMapping mapping =
        new MemoryMapping(
            0x7000_0000,
            0x7000_1000,
            MemoryMapping.READ | MemoryMapping.EXECUTE,
            2,
            0,
            Optional.of(LIBRARY),
            0,
            Optional.of(dumped));
    Memory memory = new Memory(new InMemoryStore("pages", new byte[0]), List.of());
    ProcessImage process =
        new ProcessImage(
            9, Isa.X86_64, List.of(), List.of(mapping), memory, Optional.of("/program"));
    try (ModuleFiles files = ModuleFiles.below(root)) {
      return files.at(mapping, process);
    }
  }

  @Test
  void findsWhatWasMapped() throws IOException {
    long size = new ElfBytes(Isa.X86_64, true).read().store().size();
    assertThat(find(new FileIdentity(OptionalLong.of(size), Optional.empty()))).isPresent();
  }

  @Test
  void refusesAnotherFileByName() {
    assertThatThrownBy(
            () -> find(new FileIdentity(OptionalLong.empty(), Optional.of("0011223344556677"))))
        .isInstanceOf(UnwindException.class)
        .hasMessageContainingAll(LIBRARY, "has build-id 0102ab04", "0011223344556677", "--root");
    assertThatThrownBy(() -> find(new FileIdentity(OptionalLong.of(5), Optional.empty())))
        .isInstanceOf(UnwindException.class)
        .hasMessageContaining("where the process had one of 5");
  }
}
