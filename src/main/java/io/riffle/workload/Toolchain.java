package io.riffle.workload;

import io.riffle.host.HostException;
import io.riffle.host.RequiredTool;
import io.riffle.host.ToolFiles;
import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What builds static programs of one ISA here: clang, which knows all ISAs, and the ISA's own C
 * library and GCC support files, which come with the compiler or, for another ISA than this
 * machine's, with Debian's cross packages.
 *
 * <pre>{@code
 * Toolchain toolchain = Toolchain.find(Isa.AARCH64);
 * List<String> command = new ArrayList<>(List.of("clang-19", "-static", "a.c"));
 * command.addAll(toolchain.targetFlags());
 * }</pre>
 *
 * @param isa what programs are built for
 * @param targetFlags clang's options that select the ISA
 * @param libc the static C library that is linked
 */
public record Toolchain(Isa isa, List<String> targetFlags, Path libc) {
  /** The compiler. */
  public static final RequiredTool CLANG = new RequiredTool("clang-19", "clang-19");

  /** Adds and removes sections. */
  public static final RequiredTool OBJCOPY = new RequiredTool("llvm-objcopy-19", "llvm-19");

  private static final RequiredTool LINKER = new RequiredTool("ld.lld-19", "lld-19");
  private static final Path CROSS_GCC = Path.of("/usr/lib/gcc-cross");

  /** Copies {@code targetFlags}. */
  public Toolchain {
    targetFlags = List.copyOf(targetFlags);
  }

  /** Everything that building for the given ISA needs. */
  public static List<RequiredTool> required(Isa isa) {
    List<RequiredTool> tools = new ArrayList<>(List.of(CLANG, LINKER, OBJCOPY, libcOf(isa)));
    if (!isa.isHost()) {
      tools.add(crossCompiler(isa));
    }
    return tools;
  }

  /**
   * Finds the parts.
   *
   * @throws HostException if one is missing
   */
  public static Toolchain find(Isa isa) {
    required(isa).forEach(RequiredTool::require);
    List<String> flags = new ArrayList<>(List.of("--target=" + isa.triple()));
    if (!isa.isHost()) {
      flags.add("--gcc-install-dir=" + newestCrossGcc(isa));
    }
    return new Toolchain(isa, flags, libcOf(isa).require());
  }

  private static RequiredTool libcOf(Isa isa) {
    return isa.isHost()
        ? new RequiredTool("/usr/lib/" + isa.triple() + "/libc.a", "libc6-dev")
        : new RequiredTool(
            "/usr/" + isa.triple() + "/lib/libc.a",
            "libc6-dev-" + isa.debianArchitecture() + "-cross");
  }

  private static RequiredTool crossCompiler(Isa isa) {
    // Debian's package names have no underscores.
    return new RequiredTool(isa.triple() + "-gcc", "gcc-" + isa.triple().replace('_', '-'));
  }

  private static Path newestCrossGcc(Isa isa) {
    Path folder = CROSS_GCC.resolve(isa.triple());
    try {
      return ToolFiles.names(folder).stream()
          .filter(version -> version.matches("\\d{1,4}"))
          .max(Comparator.comparingInt(Integer::parseInt))
          .map(folder::resolve)
          .orElseThrow(() -> missingGcc(isa, folder, null));
    } catch (IOException e) {
      throw missingGcc(isa, folder, e);
    }
  }

  private static HostException missingGcc(Isa isa, Path folder, IOException cause) {
    return new HostException(
        folder + " has no GCC in it: apt-get install " + crossCompiler(isa).debianPackage(), cause);
  }
}
