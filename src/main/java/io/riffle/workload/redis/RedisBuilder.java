package io.riffle.workload.redis;

import io.riffle.elf.ElfFile;
import io.riffle.host.BuildCache;
import io.riffle.host.HostException;
import io.riffle.host.RequiredTool;
import io.riffle.host.Scratch;
import io.riffle.isa.Isa;
import io.riffle.storage.LocalByteStore;
import io.riffle.workload.Toolchain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Builds redis on this machine, for either ISA: server, command line client and load generator,
 * with stock clang at {@code -O2}, and the frame layouts of the server's own code and of the
 * libraries bundled with it. What was built once is found again in the build cache, by a hash of
 * sources, options, compiler and C library.
 */
public final class RedisBuilder {
  private static final String KIND = "workloads";
  private static final String DEBIAN_PACKAGE = "redis";

  private final BuildCache cache;
  private final Optional<Path> tree;

  private RedisBuilder(BuildCache cache, Optional<Path> tree) {
    this.cache = cache;
    this.tree = tree;
  }

  /** Builds Debian's redis, with Debian's patches; its source is fetched when first needed. */
  public static RedisBuilder debian(BuildCache cache) {
    return new RedisBuilder(cache, Optional.empty());
  }

  /**
   * Checks that a folder is a tree that can be built.
   *
   * @throws IllegalArgumentException if not; the message says what it lacks
   */
  public static void checkTree(Path tree) {
    try {
      RedisTree.of(tree);
    } catch (HostException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Builds from a tree of redis or valkey, which is only read. */
  public static RedisBuilder ofTree(BuildCache cache, Path tree) {
    return new RedisBuilder(cache, Optional.of(tree.toAbsolutePath()));
  }

  /**
   * Says what it builds from: Debian and the version of its package, if it was fetched, or a tree
   * by its path, version and a digest of its files.
   *
   * @throws HostException if the tree is none, or cannot be read
   */
  public String describe() {
    return tree.map(path -> RedisTree.of(path).description())
        .orElseGet(
            () ->
                DebianSource.version(cache, DEBIAN_PACKAGE)
                    .map(version -> "Debian " + version)
                    .orElse("Debian"));
  }

  /** What this machine needs to build for every ISA. */
  public static List<RequiredTool> requiredTools() {
    return Stream.of(
            Arrays.stream(Isa.values()).flatMap(isa -> Toolchain.required(isa).stream()),
            DebianSource.TOOLS.stream(),
            Stream.of(RedisCompilation.MAKE, RedisCompilation.ARCHIVER, RedisCompilation.RANLIB))
        .<RequiredTool>flatMap(tools -> tools)
        .distinct()
        .toList();
  }

  /**
   * Builds redis, or finds it built.
   *
   * @throws HostException if a tool is missing, the source cannot be fetched or is no tree of
   *     redis, or it does not compile; the message has the way out or the compiler's own words
   */
  public BuiltRedis build(Isa isa) {
    RedisTree sources =
        RedisTree.of(tree.orElseGet(() -> DebianSource.tree(cache, DEBIAN_PACKAGE)));
    Toolchain toolchain = Toolchain.find(isa);
    try (Scratch scratch = Scratch.create("redis")) {
      RedisTree copy = sources.copy(scratch.path().resolve("redis"));
      return build(copy, new RedisCompilation(toolchain, copy), isa);
    } catch (IOException e) {
      throw new HostException("cannot build redis for " + isa + ": " + e, e);
    }
  }

  /**
   * Builds redis for this machine.
   *
   * @throws HostException as {@link #build}, or if this machine is of no ISA that Riffle knows
   */
  public BuiltRedis buildForHost() {
    return Arrays.stream(Isa.values())
        .filter(Isa::isHost)
        .findFirst()
        .map(this::build)
        .orElseThrow(
            () ->
                new HostException(
                    "cannot build redis for this machine, a "
                        + System.getProperty("os.arch")
                        + ": large data need one of "
                        + Arrays.toString(Isa.values())));
  }

  private BuiltRedis build(RedisTree copy, RedisCompilation compilation, Isa isa)
      throws IOException {
    Path folder =
        cache.getOrBuild(KIND, "redis-" + isa + "-" + compilation.hash(), compilation::run);
    Path server = folder.resolve(compilation.fileName("server"));
    return new BuiltRedis(
        isa,
        copy.engine(),
        copy.version(),
        server,
        folder.resolve(compilation.fileName("cli")),
        folder.resolve(compilation.fileName("benchmark")),
        buildId(server));
  }

  private static String buildId(Path binary) throws IOException {
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
      return ElfFile.read(store)
          .buildId()
          .orElseThrow(() -> new IOException(binary + " has no build-id"));
    }
  }
}
