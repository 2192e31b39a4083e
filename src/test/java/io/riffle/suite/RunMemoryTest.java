package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.elf.ElfBytes;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMemoryTest {
  /** Of p_memsz of the first segment, which is loaded; the second is a note. */
  private static final int MEMORY_SIZE = 64 + 40;

  @TempDir private Path folder;

  @Test
  void hasRoomForTheProgramsVariablesAndTheGuest() throws IOException {
    assertThat(RunMemory.of(binary(1))).isEqualTo(1024);
    assertThat(RunMemory.of(binary(500))).isEqualTo(1024);
    assertThat(RunMemory.of(binary(520))).isEqualTo(1536);
    assertThat(RunMemory.of(binary(1344))).isEqualTo(2048);
  }

  private Path binary(long megabytes) throws IOException {
    byte[] elf = new ElfBytes(Isa.X86_64, false).bytes();
    ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN).putLong(MEMORY_SIZE, megabytes << 20);
    return Files.write(folder.resolve("program"), elf);
  }
}
