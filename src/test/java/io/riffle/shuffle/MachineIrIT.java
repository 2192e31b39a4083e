package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.CrossCompiler;
import io.riffle.host.Resources;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares what the analysis of machine code found with what the compiler itself knew: no object
 * may count as movable of which the compiler took the address or which it indexed, and every access
 * that the compiler made must have been found.
 */
class MachineIrIT {
  /** Passes after the dump that copy, merge or drop instructions, so that counts would differ. */
  private static final List<String> ONE_TO_ONE =
      Stream.of(
              "-disable-branch-fold",
              "-disable-tail-duplicate",
              "-disable-block-placement",
              "-disable-copyprop",
              "-enable-tail-merge=0",
              "-disable-post-ra",
              "-aarch64-enable-ldst-opt=false")
          .flatMap(option -> Stream.of("-mllvm", option))
          .toList();

  /** All that there is takes minutes; {@code -Driffle.thorough=true} asks for it. */
  private static final boolean THOROUGH = Boolean.getBoolean("riffle.thorough");

  private static final String FRAMES = "frames";
  private static final List<String> KERNELS =
      List.of("ep", "is", "cg", "mg", "ft", "bt", "sp", "lu");
  private static final List<String> LEVELS =
      THOROUGH ? List.of("-O0", "-O1", "-O2", "-O3", "-Os") : List.of("-O2");

  @TempDir Path folder;

  static Stream<Arguments> cases() {
    return Stream.of(Isa.values())
        .flatMap(
            isa ->
                Stream.concat(
                    KERNELS.stream()
                        .flatMap(
                            kernel ->
                                LEVELS.stream().map(level -> Arguments.of(isa, kernel, level))),
                    Stream.of("-O0", "-O2").map(level -> Arguments.of(isa, FRAMES, level))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("cases")
  void compilerKnowsNoUseThatTheAnalysisMissed(Isa isa, String program, String level)
      throws IOException {
    List<String> options = new ArrayList<>(List.of(level, "-w"));
    List<Path> sources = sources(program, options);
    options.addAll(MachineIr.OPTIONS);
    check(isa, sources, options, false);
    options.addAll(ONE_TO_ONE);
    check(isa, sources, options, true);
  }

  private void check(Isa isa, List<Path> sources, List<String> options, boolean counts)
      throws IOException {
    CompiledProgram program =
        CompiledProgram.compile(isa, folder.resolve("build" + counts), sources, options);
    MachineIrCheck check = new MachineIrCheck(isa);
    check.add(program.compilerOutput());
    assertThat(check.check(program.binary(), counts)).isPositive();
    assertThat(check.addressed()).as("objects with addresses that may move at rest").isPositive();
  }

  /** The sources of a kernel of the bundled suite at class S, or of the program of many frames. */
  private List<Path> sources(String kernel, List<String> options) throws IOException {
    if (kernel.equals(FRAMES)) {
      return List.of(CompiledProgram.source(FRAMES + ".c", folder));
    }
    Path tree = folder.resolve("npb");
    Resources.copyTree("fixtures/npb", tree);
    Path directory = tree.resolve(kernel.toUpperCase(Locale.ROOT));
    List<String> setparams = new ArrayList<>(CrossCompiler.command(hostIsa()));
    setparams.addAll(List.of("-w", "setparams.c", "-o", "setparams", "-lm"));
    Tools.run(setparams, tree.resolve("sys"), Duration.ofMinutes(1));
    Tools.run(List.of("../sys/setparams", kernel, "S"), directory, Duration.ofMinutes(1));
    options.addAll(List.of("-I" + directory, "-I" + tree.resolve("common")));
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> own = Files.list(directory);
        Stream<Path> common = Files.list(tree.resolve("common"))) {
      // What would want the other way of printing stays out with it.
      Set<String> unused =
          kernel.equals("is")
              ? Set.of("print_results.c", "gas_program.c")
              : Set.of("c_print_results.c");
      Stream.concat(own, common)
          .filter(file -> file.toString().endsWith(".c"))
          .filter(file -> !unused.contains(file.getFileName().toString()))
          .sorted()
          .forEach(sources::add);
    }
    return sources;
  }

  private static Isa hostIsa() {
    return Stream.of(Isa.values()).filter(Isa::isHost).findFirst().orElseThrow();
  }
}
