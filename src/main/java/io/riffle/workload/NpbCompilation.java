package io.riffle.workload;

import io.riffle.host.ToolFailedException;
import io.riffle.host.ToolFiles;
import io.riffle.host.Tools;
import io.riffle.shuffle.layout.CompilerOptions;
import io.riffle.shuffle.layout.LayoutSection;
import io.riffle.storage.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One build of one workload for one ISA, in a copy of its tree that is thrown away after it. */
final class NpbCompilation {
  // Part of every key: change it with anything here that changes what is built.
  private static final String FORMAT = "3";
  private static final int HASH_CHARACTERS = 20;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** A date that programs print instead of the day they were built. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SOURCE_DATE_EPOCH", "946684800", "LC_ALL", "C", "TZ", "UTC");

  private static final String COMPILE_DATE = "#define COMPILETIME \"01 Jan 2000\"";

  /** Public trees are older than C99: what clang now takes for an error was usual then. */
  private static final List<String> OLD_C =
      List.of(
          "-w",
          "-std=gnu17",
          // Several files may define the same variable without a value.
          "-fcommon",
          "-Wno-error=implicit-function-declaration",
          "-Wno-error=implicit-int",
          "-Wno-error=int-conversion",
          "-Wno-error=return-type",
          "-Wno-error=return-mismatch",
          "-Wno-error=incompatible-function-pointer-types");

  private static final List<String> OPTIONS =
      List.of("-gdwarf-5", "-fno-pie", "-fdebug-compilation-dir=.");

  private static final List<String> LINK_OPTIONS =
      List.of("-static", "-fuse-ld=lld", "-Wl,--build-id=sha1");

  private final Workload workload;
  private final Toolchain toolchain;
  private final NpbBenchmark tree;
  private final String clang;

  NpbCompilation(Workload workload, Toolchain toolchain, NpbBenchmark tree) {
    this.workload = workload;
    this.toolchain = toolchain;
    this.tree = tree;
    this.clang = Toolchain.CLANG.require().toString();
  }

  /** A hash of everything that the binary depends on. To be taken before {@link #run}. */
  String hash() throws IOException {
    MessageDigest digest = Sha256.digest();
    List<String> words =
        new ArrayList<>(
            List.of(
                FORMAT,
                "layout " + LayoutSection.VERSION,
                workload.id(),
                toolchain.isa().displayName()));
    List<String> frames = CompilerOptions.all(toolchain.isa());
    Stream.of(toolchain.targetFlags(), OLD_C, OPTIONS, frames, LINK_OPTIONS).forEach(words::addAll);
    words.add(ENVIRONMENT.get("SOURCE_DATE_EPOCH"));
    words.add(Tools.run(List.of(clang, "--version"), tree.root(), LIMIT));
    for (String word : words) {
      Sha256.add(digest, word.getBytes(StandardCharsets.UTF_8));
    }
    Sha256.add(digest, ToolFiles.fingerprint(toolchain.libc()));
    for (Path file : tree.files()) {
      Sha256.add(digest, tree.root().relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      Sha256.add(digest, Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARACTERS);
  }

  /**
   * Builds the binary.
   *
   * @throws BuildFailedException if the compiler refuses a source or the whole
   */
  void run(Path binary) throws IOException {
    Path linked = tree.root().resolve("linked");
    List<Path> remarks = new ArrayList<>();
    try {
      writeParameters();
      link(linked, remarks);
    } catch (ToolFailedException e) {
      throw e.refused() ? new BuildFailedException(e.getMessage(), e) : e;
    }
    LayoutAttacher.attach(
        linked, remarks.stream().filter(file -> Files.isRegularFile(file)).toList(), binary);
  }

  /** Compiles and links, and adds where the compiler's remarks of each source lie. */
  private void link(Path linked, List<Path> remarks) throws IOException {
    List<String> link = new ArrayList<>(List.of(clang));
    link.addAll(toolchain.targetFlags());
    link.addAll(LINK_OPTIONS);
    // As members of a library are, files that nothing needs are left out: a benchmark that brings
    // what the common files have, too, would otherwise clash with them.
    link.add("-Wl,--start-lib");
    StringBuilder leftOut = new StringBuilder();
    for (NpbBenchmark.Source source : tree.sources()) {
      Path object = tree.root().resolve(remarks.size() + ".o");
      Path remark = tree.root().resolve(remarks.size() + ".yaml");
      try {
        compile(source.file(), object, remark);
      } catch (ToolFailedException e) {
        if (source.needed() || !e.refused()) {
          throw e;
        }
        leftOut.append("\n").append(e.getMessage());
        continue;
      }
      link.add(object.getFileName().toString());
      remarks.add(remark);
    }
    link.addAll(List.of("-Wl,--end-lib", "-lm", "-o", linked.getFileName().toString()));
    try {
      execute(link, tree.root());
    } catch (ToolFailedException e) {
      if (leftOut.isEmpty() || !e.refused()) {
        throw e;
      }
      throw new BuildFailedException(
          e.getMessage() + "\nleft out, as it does not compile:" + leftOut, e);
    }
  }

  /** Compiles setparams for this machine and lets it write npbparams.h. */
  private void writeParameters() throws IOException {
    Path sys = tree.root().resolve("sys");
    List<String> compile = new ArrayList<>(List.of(clang, "-O1"));
    compile.addAll(OLD_C);
    compile.addAll(List.of("setparams.c", "-o", "setparams", "-lm"));
    execute(compile, sys);
    execute(
        List.of("../sys/setparams", workload.name(), String.valueOf(workload.problemClass())),
        tree.directory());
    Path parameters = tree.directory().resolve("npbparams.h");
    if (!Files.exists(parameters)) {
      throw new BuildFailedException("setparams of the tree wrote no npbparams.h for " + workload);
    }
    // Not every tree's setparams knows SOURCE_DATE_EPOCH.
    String fixed =
        Files.readString(parameters, StandardCharsets.ISO_8859_1)
            .replaceAll("(?m)^#define\\s+COMPILETIME\\s.*$", COMPILE_DATE);
    Files.writeString(parameters, fixed, StandardCharsets.ISO_8859_1);
  }

  private void compile(Path source, Path object, Path remark) throws IOException {
    List<String> command = new ArrayList<>(List.of(clang));
    command.addAll(toolchain.targetFlags());
    command.add(workload.optimisation().option());
    command.addAll(OPTIONS);
    command.addAll(OLD_C);
    // Relative paths alone, so that no output knows in which folder it was made.
    command.add("-I" + relative(source.getParent()));
    for (Path folder : tree.includeFolders()) {
      command.add("-I" + relative(folder));
    }
    command.addAll(List.of("-c", relative(source), "-o", relative(object)));
    FrameCompiler.compile(command, toolchain.isa(), remark, tree.root(), ENVIRONMENT, LIMIT);
  }

  private String relative(Path path) {
    return tree.root().relativize(path).toString();
  }

  private static void execute(List<String> command, Path folder) {
    Tools.run(command, folder, ENVIRONMENT, LIMIT);
  }
}
