package io.riffle.shuffle.decode;

import io.riffle.elf.ElfFile;
import io.riffle.elf.Section;
import io.riffle.isa.Isa;
import io.riffle.storage.LocalByteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * How fast the decoders read the text of a binary: milliseconds for all of {@code .text}, whose
 * size is printed. {@code mvn -Pjmh test-compile exec:exec -Driffle.jmh="-p binary=PATH"}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecoderBenchmark {
  /** A binary of either ISA. */
  @Param("/usr/bin/bash")
  public String binary;

  private byte[] text;
  private Decoder decoder;

  /** Reads the text. */
  @Setup
  public void read() throws IOException {
    try (LocalByteStore store = LocalByteStore.openReadOnly(Path.of(binary))) {
      ElfFile elf = ElfFile.read(store);
      Section section = elf.section(".text").orElseThrow();
      text = elf.contents(section);
      Isa isa = elf.isa();
      decoder = Decoder.of(isa);
      System.out.printf("%s: %d bytes of text%n", isa, text.length);
    }
  }

  /** Decodes every instruction. */
  @Benchmark
  public void decode(Blackhole blackhole) {
    int at = 0;
    while (at < text.length) {
      Instruction instruction = decoder.decode(text, at, at);
      blackhole.consume(instruction);
      at += instruction.length();
    }
  }
}
