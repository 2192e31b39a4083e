package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.criu.Memory;
import io.riffle.criu.MemoryMapping;
import io.riffle.criu.PageRange;
import io.riffle.criu.ProcessImage;
import io.riffle.criu.ThreadImage;
import io.riffle.isa.Isa;
import io.riffle.storage.LocalByteStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A program of this machine that {@code halt.c} has stopped somewhere, as if it had been dumped.
 * Only for x86-64.
 */
final class HaltedProgram implements AutoCloseable {
  /** Where x86-64's general registers stand in user_regs_struct, by DWARF number; rip last. */
  private static final int[] REGISTERS = {10, 12, 11, 5, 13, 14, 4, 19, 9, 8, 7, 6, 3, 2, 1, 0, 16};

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Process process;
  private final Path folder;
  private final Path binary;
  private final boolean stopped;

  private HaltedProgram(Process process, Path folder, Path binary, boolean stopped) {
    this.process = process;
    this.folder = folder;
    this.binary = binary;
    this.stopped = stopped;
  }

  /** Runs a program and stops it after a while. */
  static HaltedProgram start(Path halt, Path folder, int microseconds, Path binary, String rounds)
      throws IOException {
    Files.createDirectories(folder);
    Process process =
        new ProcessBuilder(
                halt.toString(),
                String.valueOf(microseconds),
                folder.toString(),
                binary.toString(),
                rounds)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
    return new HaltedProgram(process, folder, binary, "stopped".equals(said.readLine()));
  }

  /** Whether it stopped before its end. */
  boolean stopped() {
    return stopped;
  }

  /** The program as CRIU's images would have it; {@code pages} is the file of its memory. */
  ProcessImage image(LocalByteStore pages) throws IOException {
    List<MemoryMapping> mappings = new ArrayList<>();
    List<PageRange> ranges = new ArrayList<>();
    long offset = 0;
    for (String line : Files.readAllLines(folder.resolve("maps"))) {
      MemoryMapping mapping = mapping(line);
      mappings.add(mapping);
      if ((mapping.protection() & (MemoryMapping.WRITE | MemoryMapping.EXECUTE)) != 0
          && !line.contains("[vs")) {
        ranges.add(new PageRange(mapping.start(), mapping.end(), PageRange.Content.DUMPED, offset));
        offset += mapping.size();
      }
    }
    LongBuffer saved =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("registers")))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asLongBuffer();
    long[] registers = new long[REGISTERS.length];
    for (int register = 0; register < registers.length; register++) {
      registers[register] = saved.get(REGISTERS[register]);
    }
    return new ProcessImage(
        1,
        Isa.X86_64,
        List.of(new ThreadImage(1, registers[16], registers)),
        mappings,
        new Memory(pages, ranges),
        Optional.of(binary.toString()));
  }

  /** Opens the memory, to be written to before {@link #resume}. */
  LocalByteStore pages() throws IOException {
    return LocalByteStore.open(folder.resolve("pages"));
  }

  private static MemoryMapping mapping(String line) {
    String[] words = line.split("\\s+", 6);
    String[] bounds = words[0].split("-", 2);
    int protection =
        (words[1].contains("r") ? MemoryMapping.READ : 0)
            | (words[1].contains("w") ? MemoryMapping.WRITE : 0)
            | (words[1].contains("x") ? MemoryMapping.EXECUTE : 0);
    return new MemoryMapping(
        Long.parseUnsignedLong(bounds[0], 16),
        Long.parseUnsignedLong(bounds[1], 16),
        protection,
        0,
        Long.parseUnsignedLong(words[2], 16),
        Optional.of(words[5]).filter(name -> name.startsWith("/")),
        words[5].equals("[vdso]") ? MemoryMapping.STATUS_VDSO : 0);
  }

  /** Lets it run to its end; its exit status, or none if it does not end, as a damaged one may. */
  OptionalInt resume() throws IOException, InterruptedException {
    try (var input = process.outputWriter(StandardCharsets.UTF_8)) {
      input.write("on\n");
    }
    return process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  /** What it printed. */
  String output() throws IOException {
    return Files.readString(folder.resolve("output"));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    assertThat(process.onExit()).succeedsWithin(LIMIT);
  }
}
