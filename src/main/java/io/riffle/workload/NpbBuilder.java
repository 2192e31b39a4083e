package io.riffle.workload;

import io.riffle.elf.ElfFile;
import io.riffle.host.BuildCache;
import io.riffle.host.HostException;
import io.riffle.host.RequiredTool;
import io.riffle.host.Resources;
import io.riffle.host.Scratch;
import io.riffle.isa.Isa;
import io.riffle.storage.LocalByteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Builds workloads on this machine, for either ISA, from the kernels in Riffle's jar or from any
 * tree arranged like the suite's public C trees. What was built once is found again in the build
 * cache, by a hash of sources, options, compiler and C library; the same input gives the same
 * bytes.
 *
 * <pre>{@code
 * NpbBuilder builder = NpbBuilder.bundled(BuildCache.of(Home.fromEnvironment()));
 * Path binary = builder.build(Workloads.find("cg", "S"), Isa.X86_64).binary();
 * }</pre>
 */
public final class NpbBuilder {
  private static final String KIND = "workloads";
  private static final String FILES = "files";
  private static final String BUNDLED = "fixtures/npb";

  private final BuildCache cache;
  private final Optional<Path> tree;

  private NpbBuilder(BuildCache cache, Optional<Path> tree) {
    this.cache = cache;
    this.tree = tree;
  }

  /** Builds the kernels that come with Riffle, and workloads that name the tree they are from. */
  public static NpbBuilder bundled(BuildCache cache) {
    return new NpbBuilder(cache, Optional.empty());
  }

  /** Builds from a tree of the suite's C sources, which is only read. */
  public static NpbBuilder ofTree(BuildCache cache, Path tree) {
    return new NpbBuilder(cache, Optional.of(tree.toAbsolutePath()));
  }

  /**
   * Says which tree a path leads to: the path and a digest of the files that builds may take.
   *
   * @throws HostException if it is no tree of the suite's sources; the message says what it lacks
   */
  public static String describe(Path tree) {
    return NpbTree.find(tree).description();
  }

  /** What this machine needs to build for every ISA. */
  public static List<RequiredTool> requiredTools() {
    return Arrays.stream(Isa.values())
        .flatMap(isa -> Toolchain.required(isa).stream())
        .distinct()
        .toList();
  }

  /**
   * Builds a workload, or finds it built.
   *
   * @throws BuildFailedException if the tree lacks the benchmark, or a source does not compile
   * @throws HostException if something of this machine is in the way, such as a missing tool or a
   *     full disk; the message has the way out
   */
  public BuiltWorkload build(Workload workload, Isa isa) {
    Toolchain toolchain = Toolchain.find(isa);
    try (Scratch scratch = Scratch.create("npb")) {
      return build(workload, toolchain, scratch.path());
    } catch (IOException e) {
      throw new HostException("cannot build " + workload + " for " + isa + ": " + e, e);
    }
  }

  private BuiltWorkload build(Workload workload, Toolchain toolchain, Path scratch)
      throws IOException {
    Optional<Path> given = workload.tree().or(() -> tree);
    Path sources = given.isPresent() ? given.get() : bundledTree(scratch.resolve("bundled"));
    NpbBenchmark copy =
        NpbBenchmark.copy(NpbTree.find(sources), workload.name(), scratch.resolve("tree"));
    NpbCompilation compilation = new NpbCompilation(workload, toolchain, copy);
    String name = workload.name() + "_" + toolchain.isa().displayName();
    Path folder =
        cache.getOrBuild(
            KIND,
            workload.id() + "-" + toolchain.isa().displayName() + "-" + compilation.hash(),
            built -> run(compilation, copy, built, name));
    Path binary = folder.resolve(name);
    return new BuiltWorkload(
        workload, toolchain.isa(), binary, buildId(binary), NpbTree.filesOf(folder.resolve(FILES)));
  }

  private static void run(NpbCompilation compilation, NpbBenchmark copy, Path built, String name)
      throws IOException {
    compilation.run(built.resolve(name));
    Path files = Files.createDirectory(built.resolve(FILES));
    for (Path file : copy.runFiles()) {
      Files.copy(file, files.resolve(file.getFileName()));
    }
  }

  private static Path bundledTree(Path target) throws IOException {
    Resources.copyTree(BUNDLED, target);
    return target;
  }

  private static String buildId(Path binary) throws IOException {
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
      return ElfFile.read(store)
          .buildId()
          .orElseThrow(() -> new IOException(binary + " has no build-id"));
    }
  }
}
