package io.riffle.shuffle.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the decoder with llvm-objdump: on what compilers emit, and over the opcode space. */
class X86DecoderIT {
  private static final String PROGRAM =
      """
      #include <alloca.h>
      #include <complex.h>
      #include <math.h>
      #include <stdarg.h>
      #include <stdatomic.h>
      #include <stdint.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #define N 1000
      static double d[N]; static float f[N]; static int32_t w[N]; static int64_t q[N];
      static uint8_t b[N]; static uint16_t h[N]; static _Atomic long count;
      static void loops(int n) {
        for (int i = 0; i < n; i++) { d[i] = w[i] * 0.5 + q[i]; f[i] = sqrtf((float) d[i]); }
        for (int i = 0; i < n; i++) { b[i] = (uint8_t) w[i]; h[i] = (uint16_t) q[i]; }
        for (int i = 0; i < n; i++) { w[i] += b[i] * h[i] + (int32_t) f[i]; q[i] ^= (int64_t) d[i]; }
        for (int i = 0; i < n; i++) d[i] = d[i] > 0 ? d[w[i] & 511] : fmax(d[i], f[i]);
        for (int i = 0; i < n; i++) h[i] = (uint16_t) (h[i] > b[i] ? h[i] - b[i] : b[i] << 3);
        for (int i = 0; i < n; i++) q[i] = __builtin_popcountll(q[i]) + __builtin_clz(w[i] | 1);
      }
      static long sum(int n, ...) {
        va_list list; long total = 0;
        va_start(list, n);
        while (n--) total += va_arg(list, long);
        va_end(list);
        return total;
      }
      static int order(const void *x, const void *y) {
        return (*(double *) x > *(double *) y) - (*(double *) x < *(double *) y);
      }
      int main(int argc, char **argv) {
        char *space = alloca(argc * 16); double grid[argc * 8];
        long double wide = argc; double complex z = argc + 2 * I; __int128 big = argc;
        struct { char text[200]; long tail; } copy = {"", 1}, other = copy;
        loops(N - argc);
        memset(space, argc, argc * 16); memset(grid, 0, sizeof grid);
        for (int i = 0; i < argc * 8; i++) grid[i] = sin(d[i]) * creal(z = z * z);
        switch (argc) {
          case 1: wide *= 3; break; case 2: wide = sinl(wide); break;
          case 3: big *= big; break; case 4: big /= 7; break; case 5: exit((int) big);
          default: wide += (long) wide;
        }
        qsort(d, N, sizeof *d, order);
        count += sum(7, 1L, 2L, 3L, 4L, 5L, 6L, (long) big);
        printf("%g %Lg %s %ld %d\\n", grid[argc], wide, other.text, (long) count, space[0]);
        return memcmp(&copy, &other, sizeof copy);
      }
      """;

  /** What only hypervisors, firmware, kernels, AMD's XOP and processors to come have. */
  private static final String UNKNOWN_LEGACY =
      "getsec|rsm|sysenter|sysexitq?|vm[a-z]+|skinit|stgi|clgi|invlpg[ab]|tlbsync|lkgs|tdcall|"
          + "aes(enc|dec)(wide)?(128|256)kl|encodekey(128|256)|loadiwkey|u(rd|wr)msr|wrmsrns|"
          + "(rd|wr)msrlist|pbndkb|pconfig|psmash|pvalidate|rmp(adjust|update)|seam[a-z]+|testui|"
          + "uiret|x[a-z]+ldtrk|vp[a-z]+|extrq";

  /** APX forms of VEX instructions. */
  private static final String UNKNOWN_EVEX =
      "andn|bextr|bls[a-z]+|bzhi|cmp[a-z]+xadd|kmov[bwdq]|\\{evex\\}|(ld|st)tilecfg|mulx|pdep|pext|"
          + "rorx|sarx|sh[lr]x|tile\\w+|v(gather|scatter)pf\\w+";

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {"-O2", "-O0 -march=x86-64-v4", "-O3 -march=x86-64-v4 -mprefer-vector-width=512"})
  void agreesOnAllOfAStaticProgram(String options) throws Exception {
    Path source = Files.writeString(directory.resolve("program.c"), PROGRAM);
    Path binary = directory.resolve("program");
    List<String> command = new ArrayList<>(List.of("clang-19", "-static", "-ffast-math", "-w"));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("-o", binary.toString(), source.toString(), "-lm"));
    run(command);

    X86ListingCheck check = compare(binary, line -> false);

    assertThat(check.compared()).isGreaterThan(100_000);
    assertThat(check.memoryOperands()).isGreaterThan(30_000);
    assertThat(check.computedAddresses()).isGreaterThan(3_000);
  }

  @Test
  void agreesOnLegacyOpcodes() throws Exception {
    compare(assembled(X86OpcodeSpace.legacy()), X86DecoderIT::isOddLegacyForm);
  }

  @Test
  void agreesOnVexOpcodes() throws Exception {
    compare(assembled(X86OpcodeSpace.vex()), line -> line.mnemonic().startsWith("tcmm"));
  }

  @Test
  void agreesOnEvexOpcodes() throws Exception {
    compare(assembled(X86OpcodeSpace.evex()), X86DecoderIT::isOddEvexForm);
  }

  /** Any binaries by hand: {@code -Driffle.decode.binaries=a,b}. */
  @Test
  @EnabledIfSystemProperty(
      named = "riffle.decode.binaries",
      matches = ".+",
      disabledReason = "compares with binaries named by hand; none is named")
  void agreesOnGivenBinaries() {
    for (String binary : System.getProperty("riffle.decode.binaries").split(",", -1)) {
      compare(Path.of(binary), line -> false);
    }
  }

  static X86ListingCheck compare(Path binary, Predicate<X86Line> mayDiffer) {
    X86ListingCheck check = new X86ListingCheck(mayDiffer);
    ObjdumpListing.of(binary, "--x86-asm-syntax=intel").map(X86Line::of).forEach(check::accept);
    assertThat(check.compared()).isPositive();
    assertThat(check.differences()).as(binary.toString()).isEmpty();
    return check;
  }

  private static boolean isOddLegacyForm(X86Line line) {
    return line.mnemonic().matches(UNKNOWN_LEGACY)
        || isNarrowBranch(line)
        || hasStrayPrefix(line)
        || isQuirk(line);
  }

  /** With a 66 prefix, near branches have one meaning for Intel and another for AMD. */
  private static boolean isNarrowBranch(X86Line line) {
    return startsWith(line, 0x66) && line.mnemonic().matches("call|j[a-z]+|loopn?e?|ret");
  }

  /** A mandatory prefix that the manuals do not give the instruction and the listing ignores. */
  private static boolean hasStrayPrefix(X86Line line) {
    if (!startsWith(line, 0x66) && !startsWith(line, 0xF2) && !startsWith(line, 0xF3)) {
      return false;
    }
    byte[] rest = Arrays.copyOfRange(line.bytes(), 1, line.bytes().length);
    X86Decoder decoder = new X86Decoder();
    return !decoder.decode(line.bytes(), 0, 0).known() && decoder.decode(rest, 0, 0).known();
  }

  /** Where the listing is at odds with the manuals or the decoder gives less on purpose. */
  private static boolean isQuirk(X86Line line) {
    String text = line.mnemonic() + " " + line.operands();
    return startsWith(line, 0xD5)
        || text.matches(
            "tpause ecx|movdir64b e.*|movq r\\w+, mm\\d|xchg rax, rax|pop q?word ptr .*\\[[re]sp.*");
  }

  private static boolean isOddEvexForm(X86Line line) {
    boolean disputed =
        line.mnemonic().startsWith("vgf2p8affine") && line.operands().contains("{1to");
    return disputed || line.mnemonic().matches(UNKNOWN_EVEX);
  }

  private static boolean startsWith(X86Line line, int value) {
    return (line.bytes()[0] & 0xFF) == value;
  }

  private Path assembled(byte[] code) throws IOException {
    Path bytes = Files.write(directory.resolve("code.bin"), code);
    Path source =
        Files.writeString(directory.resolve("code.s"), ".text\n.incbin \"" + bytes + "\"\n");
    Path object = directory.resolve("code.o");
    run(
        List.of(
            "clang-19",
            "--target=x86_64-linux-gnu",
            "-c",
            "-o",
            object.toString(),
            source.toString()));
    return object;
  }

  private void run(List<String> command) {
    Tools.run(command, directory, Duration.ofMinutes(5));
  }
}
