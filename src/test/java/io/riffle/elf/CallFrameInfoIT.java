package io.riffle.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.CrossCompiler;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.storage.LocalByteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares every row of whole binaries with those that LLVM prints. */
class CallFrameInfoIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String PROGRAM =
      """
      #include <signal.h>
      #include <stdio.h>
      static void handle(int signal) { printf("%d\\n", signal); }
      int main(int argc, char **argv) {
        char buffer[argc * 8];
        signal(SIGINT, handle);
        raise(SIGINT);
        return snprintf(buffer, sizeof buffer, "%s %p", argv[0], (void *) buffer) < 0;
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Isa.class)
  void everyRowOfAStaticBinaryIsAsLlvmReadsIt(Isa isa) throws Exception {
    Path source = Files.writeString(folder.resolve("program.c"), PROGRAM);
    Path binary = folder.resolve("program");
    List<String> command = new ArrayList<>(CrossCompiler.command(isa));
    command.addAll(List.of("-O2", "-static", source.toString(), "-o", binary.toString()));
    Tools.run(command, folder, LIMIT);

    assertThat(compare(binary)).isGreaterThan(5_000);
  }

  @Test
  void everyRowOfASharedLibraryIsAsLlvmReadsIt() throws Exception {
    // Has expressions for its procedure linkage table on x86-64.
    Path library = Path.of(System.getProperty("java.home"), "lib", "libjava.so");

    assertThat(compare(library)).isGreaterThan(1_000);
  }

  /** Compares both lists of rows and returns how many there are. */
  private int compare(Path binary) throws Exception {
    String printed =
        Tools.run(List.of("llvm-dwarfdump-19", "--eh-frame", binary.toString()), folder, LIMIT);
    List<LlvmRows.Described> expected = LlvmRows.parse(printed);
    int rows = 0;
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
      ElfFile elf = ElfFile.read(store);
      CallFrameInfo frames = elf.callFrameInfo();
      assertThat(frames.size()).isEqualTo(expected.size());
      for (LlvmRows.Described described : expected) {
        FrameDescription description = frames.describing(described.start()).orElseThrow();
        assertThat(description.start()).isEqualTo(described.start());
        assertThat(description.end()).isEqualTo(described.end());
        for (Map.Entry<Long, String> row : described.rows().entrySet()) {
          FrameRow found = description.rowAt(row.getKey()).orElseThrow();
          assertThat(found.start()).as(binary + " " + row).isEqualTo(row.getKey());
          assertThat(LlvmRows.print(found, elf.isa()))
              .as("%s: row 0x%x", binary, row.getKey())
              .isEqualTo(row.getValue());
          rows++;
        }
        assertThat(description.rows()).hasSameSizeAs(described.rows().entrySet());
      }
    }
    return rows;
  }
}
