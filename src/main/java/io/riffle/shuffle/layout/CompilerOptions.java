package io.riffle.shuffle.layout;

import io.riffle.isa.Isa;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What clang must be told so that it says how frames are laid out and used. */
public final class CompilerOptions {
  private static final String REMARKS = ".yaml";

  private CompilerOptions() {}

  /** Options for remarks and machine IR. */
  public static List<String> all(Isa isa) {
    return Stream.concat(remarks().stream(), machineIr(isa).stream()).toList();
  }

  /** Options for the remarks, one YAML file an object. */
  public static List<String> remarks() {
    return List.of(
        "-Rpass-analysis=stack-frame-layout",
        "-fsave-optimization-record",
        "-foptimization-record-passes=stack-frame-layout");
  }

  /**
   * Options for the uses of frame objects, which are printed to the standard error stream; it has
   * to be kept beside the remarks ({@link #machineIrFile}). They do not change the code.
   */
  public static List<String> machineIr(Isa isa) {
    List<String> passes = new ArrayList<>(List.of("prologepilog"));
    if (FrameRules.of(isa).sharesBaseRegisters()) {
      passes.add("localstackalloc");
    }
    return passes.stream()
        .flatMap(pass -> Stream.of("-print-before=" + pass, "-print-after=" + pass))
        .flatMap(option -> Stream.of("-mllvm", option))
        .toList();
  }

  /** Where the machine IR of a compilation is looked for: {@code NAME.mir} beside its remarks. */
  public static Path machineIrFile(Path remarks) {
    String name = remarks.getFileName().toString();
    String stem =
        name.endsWith(REMARKS) ? name.substring(0, name.length() - REMARKS.length()) : name;
    return remarks.resolveSibling(stem + ".mir");
  }
}
