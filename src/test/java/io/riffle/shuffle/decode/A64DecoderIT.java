package io.riffle.shuffle.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.CrossCompiler;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.shuffle.decode.Instruction.MemoryOperand;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the decoder with {@code llvm-objdump-19}: over whole static programs, over the whole C
 * library, and over random words of each encoding group.
 */
class A64DecoderIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int REPORTED = 20;
  private static final long SEED = 64;
  private static final int RANDOM_WORDS = 200_000;
  private static final int WORDS_EACH = 3_000;

  /** Narrow encodings as pairs: a word, and the bits of it that chance may add. */
  private static final int[] NARROW = {
    0x0000_0000, 0x0000_ffff, // UDF
    0x11c0_0000, 0x800f_ffff, // min/max (immediate)
    0xd400_0000, 0x00ff_ffff, // exception generation
    0xd503_201f, 0x0000_0fe0, // hints
    0xd503_301f, 0x0000_0fe0, // barriers
    0xd503_1000, 0x0000_00ff, // WFET, WFIT
    0xd500_401f, 0x0007_0fe0, // PSTATE
    0xd61f_0000, 0x01e0_03e0, // branch (register)
    0xd61f_0800, 0x01e0_07ff, // branch (register) with authentication
    0x5ac0_0000, 0x8001_ffff, // 1 source
    0x1ac0_0000, 0xa01f_7fff, // 2 source
    0x1a00_0000, 0xe01f_03ff, // with carry
    0xba00_0400, 0x001f_83ef, // RMIF
    0x3a00_080d, 0x0000_43e0, // SETF8, SETF16
    0x1e20_0000, 0x80df_03ff, // floating-point and integer
    0x1e00_0000, 0x80df_ffff, // floating-point and fixed-point
    0x0e00_0400, 0x601f_7bff, // Advanced SIMD copy
    0xd920_0000, 0x00df_ffff, // memory tags
    0x3820_0000, 0xc0df_f3ff, // atomic
    0x08a0_7c00, 0xc05f_83ff, // CAS
    0x0820_7c00, 0x405f_83ff, // CASP
    0x0c00_0000, 0x4040_ffff, // multiple structures
    0x0c80_0000, 0x405f_ffff, // multiple structures, post-indexed
    0x0d00_0000, 0x4060_ffff, // single structure
    0x0d80_0000, 0x407f_ffff, // single structure, post-indexed
    0xf820_0400, 0x00df_fbff, // LDRAA, LDRAB
    0x3820_0800, 0xc4df_f3ff, // register offset
  };

  /**
   * Extensions that the decoder leaves alone: checked pointer arithmetic, 128-bit registers and
   * atomics, memory copies and sets, guarded or 64-byte accesses, exceptions for kernels, hints and
   * system registers without a meaning yet.
   */
  private static final Pattern UNCOMMON =
      Pattern.compile(
          "(m?(add|sub)pt|mrrs|msrr|sysp|stilp|ldiapp|rprfm|dcps[123]|hvc|smc|tcancel"
              + "|(aut|ret)[aib]*sppcr?|tcommit|drps|ereta?[ab]?|ld64b|st64bv?0?|st[zg]*m|ldgm|hint"
              + "|(cpy|set)f?[gpme]+[rwtn]*|swpp.*|rcw.*|ld(set|clr)p.*) .*"
              + "|smstart|smstop|(mrs|msr) (.*S0_.*|SPSel.*|ALLINT.*|PM.*|SVCR.*)");

  /** A program with pairs, dynamic frames, vectors, atomics and conversions. */
  private static final String PROGRAM =
      """
      #include <math.h>
      #include <stdatomic.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      static _Atomic long total;
      static _Atomic unsigned char flag;
      static double work(int n, const double *in) {
        double dynamic[n];
        for (int i = 0; i < n; i++) dynamic[i] = sin(in[i]) * pow(in[i], 1.5) + (float) i;
        double sum = 0;
        for (int i = 0; i < n; i++) sum += dynamic[(i * 7) % n];
        atomic_fetch_add(&total, (long) sum);
        atomic_exchange(&flag, (unsigned char) n);
        return sum;
      }
      int main(int count, char **arguments) {
        double values[300];
        char text[5000];
        int *heap = calloc(count, 4096);
        for (int i = 0; i < 300; i++) values[i] = strtod(arguments[0], 0) + i;
        for (int i = 0; i < 1000; i++) heap[i] = heap[i] * 3 + (heap[i] >> 2);
        snprintf(text, sizeof text, "%f %s %d", work(300, values), arguments[0], heap[count]);
        long expected = count;
        atomic_compare_exchange_strong(&total, &expected, 7L);
        qsort(heap, 1000, 4, (int (*)(const void *, const void *)) strcmp);
        return puts(text) + (int) strlen(text);
      }
      """;

  @TempDir Path folder;

  @Test
  void agreesOverWholeProgramsThatArePlainlyOptimised() throws IOException {
    verify(compile("-O2"), A64DecoderIT::isScalable, 80_000);
  }

  @Test
  void agreesOverWholeProgramsWithLaterExtensions() throws IOException {
    verify(compile("-O2", "-march=armv8.2-a+lse"), A64DecoderIT::isScalable, 80_000);
    verify(
        compile("-O0", "-march=armv8.3-a", "-mbranch-protection=standard"),
        A64DecoderIT::isScalable,
        80_000);
  }

  @Test
  void agreesOverTheWholeLibrary() {
    Path library = Path.of("/usr/" + Isa.AARCH64.triple() + "/lib/libc.a");
    verify(library, A64DecoderIT::isScalable, 200_000);
    verify(library.resolveSibling("libm.a"), A64DecoderIT::isScalable, 50_000);
  }

  @Test
  void agreesOverRandomWords() throws IOException {
    verify(randomWords(), A64DecoderIT::isUncommon, 50_000);
  }

  private Path compile(String... options) throws IOException {
    Path source = Files.writeString(folder.resolve("program.c"), PROGRAM);
    Path program = folder.resolve("program" + String.join("", options));
    List<String> command = new ArrayList<>(CrossCompiler.command(Isa.AARCH64));
    command.addAll(List.of(options));
    command.addAll(List.of("-static", source.toString(), "-lm", "-o", program.toString()));
    Tools.run(command, folder, LIMIT);
    return program;
  }

  /** Random words, and random words of the encodings that pure chance hardly meets. */
  private Path randomWords() throws IOException {
    Random random = new Random(SEED);
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * (RANDOM_WORDS + NARROW.length / 2 * WORDS_EACH))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < RANDOM_WORDS; i++) {
      bytes.putInt(random.nextInt());
    }
    for (int i = 0; i < NARROW.length; i += 2) {
      for (int j = 0; j < WORDS_EACH; j++) {
        bytes.putInt(NARROW[i] | random.nextInt() & NARROW[i + 1]);
      }
    }
    Path raw = Files.write(folder.resolve("words.bin"), bytes.array());
    Path object = folder.resolve("words.o");
    List<String> command = new ArrayList<>(List.of("llvm-objcopy-19", "-I", "binary"));
    command.addAll(List.of("-O", "elf64-littleaarch64"));
    command.addAll(List.of("--rename-section", ".data=.text,code,alloc,readonly"));
    command.addAll(List.of(raw.toString(), object.toString()));
    Tools.run(command, folder, LIMIT);
    return object;
  }

  /** Accepts as unknown what is of SVE or SME. */
  static boolean isScalable(ObjdumpListing.Line line) {
    int word = word(line);
    int group = A64Word.bits(word, 28, 25);
    return group == 0b0010 || group == 0 && word < 0;
  }

  /** Accepts as unknown, besides, what programs for Linux on today's machines do not hold. */
  private static boolean isUncommon(ObjdumpListing.Line line) {
    return isScalable(line) || UNCOMMON.matcher(line.mnemonic() + " " + line.operands()).matches();
  }

  private static int word(ObjdumpListing.Line line) {
    return Integer.parseUnsignedInt(line.raw(), 16);
  }

  static void verify(Path file, Predicate<ObjdumpListing.Line> acceptedUnknown, int atLeast) {
    List<String> disagreements = new ArrayList<>();
    Map<String, Integer> unknown = new TreeMap<>();
    int compared = 0;
    for (ObjdumpListing.Line line : instructions(file)) {
      Instruction decoded =
          new A64Decoder().decode(A64Decoder.bytesOf(word(line)), 0, line.address());
      if (line.mnemonic().equals("<unknown>")) {
        if (decoded.known() && !isVector(word(line))) {
          disagreements.add(line + " is reserved, decoded as " + decoded);
        }
      } else if (decoded.known()) {
        compared++;
        compare(line, decoded, disagreements);
        comparePatched(line, decoded, disagreements);
      } else {
        unknown.merge((isScalable(line) ? "SVE or SME " : "") + line.mnemonic(), 1, Integer::sum);
        if (!acceptedUnknown.test(line)) {
          disagreements.add(line + " is unknown");
        }
      }
    }
    System.out.println(
        file.getFileName() + ": compared " + compared + ", not understood " + unknown);
    assertThat(disagreements.stream().limit(REPORTED)).isEmpty();
    assertThat(compared).isGreaterThan(atLeast);
  }

  /** The instructions of a file, without data that stand between them. */
  private static List<ObjdumpListing.Line> instructions(Path file) {
    try (Stream<ObjdumpListing.Line> lines = ObjdumpListing.of(file, "-M", "no-aliases")) {
      return lines
          .filter(line -> line.raw().matches("[0-9a-f]{8}") && !line.mnemonic().startsWith("."))
          .toList();
    }
  }

  private static boolean isVector(int word) {
    return A64Word.bits(word, 27, 25) == 0b111;
  }

  /** The registers of hints are not in their text without aliases; the unit test has them. */
  private static void compare(
      ObjdumpListing.Line line, Instruction decoded, List<String> disagreements) {
    A64Text text = new A64Text(line);
    boolean hint = line.mnemonic().equals("hint");
    boolean agrees =
        decoded.memory().stream().map(A64DecoderIT::asText).findFirst().equals(text.memory())
            && decoded.addressOf().equals(text.addressOf())
            && decoded.stack().equals(text.stack())
            && decoded.flow().equals(text.flow())
            && (hint || decoded.registersWritten() == text.written())
            && (hint || decoded.registersRead() == text.read());
    if (!agrees) {
      disagreements.add(line + " decoded as " + decoded);
    }
  }

  /** A patched instruction must mean the same but for its displacement. */
  private static void comparePatched(
      ObjdumpListing.Line line, Instruction decoded, List<String> disagreements) {
    for (MemoryOperand operand : decoded.memory()) {
      for (long displacement : new long[] {operand.displacement(), -256, 8, 48, 255, 480}) {
        if (operand.field().canHold(displacement)) {
          byte[] patched = operand.field().patch(A64Decoder.bytesOf(word(line)), displacement);
          Instruction again = new A64Decoder().decode(patched, 0, line.address());
          if (!again.equals(withDisplacement(decoded, displacement))) {
            disagreements.add(line + " patched to " + displacement + " decodes as " + again);
          }
        } else if (displacement == operand.displacement()) {
          disagreements.add(line + " cannot hold its own displacement");
        }
      }
    }
  }

  private static A64Text.Memory asText(MemoryOperand operand) {
    return new A64Text.Memory(
        operand.base(),
        operand.index(),
        operand.displacement(),
        operand.accessBytes(),
        operand.elementBytes(),
        operand.writeBack());
  }

  private static Instruction withDisplacement(Instruction decoded, long displacement) {
    MemoryOperand from = decoded.memory().get(0);
    return new Instruction(
        decoded.address(),
        decoded.length(),
        true,
        List.of(
            new MemoryOperand(
                from.base(),
                from.index(),
                displacement,
                from.accessBytes(),
                from.elementBytes(),
                from.writeBack(),
                from.field())),
        decoded.addressOf(),
        decoded.stack(),
        decoded.flow(),
        decoded.registersRead(),
        decoded.registersWritten());
  }
}
