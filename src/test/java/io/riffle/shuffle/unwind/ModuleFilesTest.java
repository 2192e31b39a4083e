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
import io.riffle.storage.LocalDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    try (ModuleFiles files = ModuleFiles.below(root)) {
      return files.at(mapping, process(mapping));
    }
  }

  private static ProcessImage process(MemoryMapping mapping) {
    Memory memory = new Memory(new InMemoryStore("pages", new byte[0]), List.of());
    return new ProcessImage(
        9, Isa.X86_64, List.of(), List.of(mapping), memory, Optional.of("/program"));
  }

  @Test
  void findsWhatWasMapped() throws IOException {
    long size = new ElfBytes(Isa.X86_64, true).read().store().size();
    assertThat(find(new FileIdentity(OptionalLong.of(size), Optional.empty()))).isPresent();
  }

  @Test
  void refusesAPathThatIsNone(@TempDir Path root) {
    MemoryMapping mapping =
        new MemoryMapping(
            0x7000_0000, 0x7000_1000, MemoryMapping.EXECUTE, 2, 0, Optional.of("/lib/a\0b.so"), 0);

    assertThatThrownBy(
            () -> {
              try (ModuleFiles files = ModuleFiles.below(new LocalDirectory(root))) {
                files.at(mapping, process(mapping));
              }
            })
        .isInstanceOf(UnwindException.class)
        .hasMessageContainingAll("/lib/a?b.so", "is no path here", "damaged");
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
