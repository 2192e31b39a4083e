package io.riffle.host;

import io.riffle.isa.Isa;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Stock clang as the compiler of programs for guests of either ISA. */
public final class CrossCompiler {
  private static final String CLANG = "clang-19";

  private CrossCompiler() {}

  /**
   * The command that compiles and links C for Linux on the given ISA; sources and options are to be
   * appended.
   *
   * @throws HostException if the compiler or the ISA's C library is missing
   */
  public static List<String> command(Isa isa) {
    requiredTools().forEach(RequiredTool::require);
    List<String> command =
        new ArrayList<>(
            List.of(
                CLANG,
                "--target=" + isa.triple(),
                "-fuse-ld=lld",
                "-Wno-unused-command-line-argument"));
    crossGcc(isa).ifPresent(folder -> command.add("--gcc-install-dir=" + folder));
    return command;
  }

  /** What {@link #command} needs of this machine, for all ISAs. */
  public static List<RequiredTool> requiredTools() {
    return requiredTools(System.getProperty("os.arch"));
  }

  /** What it needs of a machine whose JVM gives its ISA the name. */
  static List<RequiredTool> requiredTools(String osArch) {
    List<RequiredTool> tools = new ArrayList<>();
    tools.add(new RequiredTool(CLANG, "clang-19"));
    tools.add(new RequiredTool("ld.lld-19", "lld-19"));
    tools.add(new RequiredTool("llvm-objcopy-19", "llvm-19"));
    for (Isa isa : Isa.values()) {
      if (isa.machine().hostNames().contains(osArch)) {
        tools.add(new RequiredTool("/usr/include/stdio.h", "libc6-dev"));
      } else {
        tools.add(new RequiredTool(isa.triple() + "-gcc", "gcc-" + debianTriple(isa)));
        tools.add(
            new RequiredTool(
                "/usr/" + isa.triple() + "/lib/libc.a",
                "libc6-dev-" + isa.debianArchitecture() + "-cross"));
      }
    }
    return tools;
  }

  private static String debianTriple(Isa isa) {
    return isa.triple().replace('_', '-');
  }

  /** Where gcc keeps its start files for a foreign ISA; clang does not look there by itself. */
  private static Optional<Path> crossGcc(Isa isa) {
    if (isa.isHost()) {
      return Optional.empty();
    }
    Path versions = Path.of("/usr/lib/gcc-cross", isa.triple());
    try {
      return ToolFiles.names(versions).stream()
          .filter(name -> name.matches("[0-9]+"))
          .max(Comparator.comparingInt(Integer::parseInt))
          .map(versions::resolve);
    } catch (IOException e) {
      throw new HostException("no " + versions + ": apt-get install gcc-" + debianTriple(isa), e);
    }
  }
}
