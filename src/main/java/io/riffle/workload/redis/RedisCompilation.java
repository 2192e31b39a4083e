package io.riffle.workload.redis;

import static java.util.stream.Collectors.joining;

import io.riffle.host.RequiredTool;
import io.riffle.host.ToolFiles;
import io.riffle.host.Tools;
import io.riffle.shuffle.layout.CompilerOptions;
import io.riffle.shuffle.layout.LayoutSection;
import io.riffle.storage.Sha256;
import io.riffle.workload.LayoutAttacher;
import io.riffle.workload.Toolchain;
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

/** One build of redis for one ISA, in a copy of its tree that is thrown away after it. */
final class RedisCompilation {
  static final RequiredTool MAKE = new RequiredTool("make", "make");
  static final RequiredTool ARCHIVER = new RequiredTool("llvm-ar-19", "llvm-19");
  static final RequiredTool RANLIB = new RequiredTool("llvm-ranlib-19", "llvm-19");
  static final List<String> PROGRAMS = List.of("server", "cli", "benchmark");

  // Part of every key: change it with anything here that changes what is built.
  private static final String FORMAT = "2";
  private static final int HASH_CHARACTERS = 20;
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SOURCE_DATE_EPOCH", "946684800", "LC_ALL", "C", "TZ", "UTC");

  /** They go to the compiler's name, since the bundled libraries have flags of their own. */
  private static final List<String> COMPILER_OPTIONS =
      List.of(
          "-gdwarf-5",
          "-fno-pie",
          "-fdebug-compilation-dir=.",
          "-fuse-ld=lld",
          "-w",
          "-Wno-unused-command-line-argument");

  /** A compiler's front that keeps what it prints of an object beside the object's remarks. */
  private static final String FRONT =
      """
      compiles=; output=; last=
      for word; do
        [ "$word" = -c ] && compiles=yes
        [ "$last" = -o ] && output=$word
        case $word in *.c) source=${word##*/} ;; esac
        last=$word
      done
      [ -n "$compiles" ] || exec "$@"
      printed=${output:-${source%.c}.o}
      printed=${printed%.o}.opt.mir
      "$@" 2> "$printed" || { status=$?; tail -n 50 "$printed" >&2; exit $status; }
      """;

  private static final List<String> SETTINGS =
      List.of(
          "MALLOC=libc",
          "USE_SYSTEMD=no",
          "BUILD_TLS=no",
          "BUILD_RDMA=no",
          "OPTIMIZATION=-O2",
          "LDFLAGS=-static -Wl,--build-id=sha1",
          // With it, sources would be made again from what they were made of.
          "PYTHON=",
          "uname_S=Linux");

  private final Toolchain toolchain;
  private final RedisTree tree;
  private final String clang = Toolchain.CLANG.require().toString();

  RedisCompilation(Toolchain toolchain, RedisTree tree) {
    this.toolchain = toolchain;
    this.tree = tree;
  }

  /** A hash of everything that the programs depend on. To be taken before {@link #run}. */
  String hash() throws IOException {
    MessageDigest digest = Sha256.digest();
    List<String> words =
        new ArrayList<>(
            List.of(FORMAT, "layout " + LayoutSection.VERSION, toolchain.isa().displayName()));
    words.addAll(compiler());
    words.add(FRONT);
    words.addAll(CompilerOptions.all(toolchain.isa()));
    words.addAll(SETTINGS);
    words.add(Tools.run(List.of(clang, "--version"), tree.root(), LIMIT));
    for (String word : words) {
      Sha256.add(digest, word.getBytes(StandardCharsets.UTF_8));
    }
    Sha256.add(digest, ToolFiles.fingerprint(toolchain.libc()));
    for (Path file : RedisTree.files(tree.root(), "")) {
      Sha256.add(digest, tree.root().relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      Sha256.add(digest, Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARACTERS);
  }

  /** Builds the programs, named like {@code redis-server_x86-64}. */
  void run(Path target) throws IOException {
    String engine = tree.engine();
    List<String> command = make(front(), CompilerOptions.all(toolchain.isa()));
    command.add("-j" + Runtime.getRuntime().availableProcessors());
    PROGRAMS.forEach(program -> command.add(engine + "-" + program));
    Tools.run(command, tree.root(), ENVIRONMENT, LIMIT);
    for (String program : PROGRAMS) {
      Path linked = tree.root().resolve("src").resolve(engine + "-" + program);
      Path finished = target.resolve(fileName(program));
      if (program.equals("server")) {
        LayoutAttacher.attach(linked, RedisTree.files(tree.root(), ".opt.yaml"), finished);
      } else {
        String objcopy = Toolchain.OBJCOPY.require().toString();
        Tools.run(
            List.of(objcopy, "--strip-debug", linked.toString(), finished.toString()),
            tree.root(),
            LIMIT);
      }
    }
  }

  /**
   * The command that builds, but for what it is to build.
   *
   * @param options more options for the compiler
   */
  List<String> make(List<String> options) {
    return make(List.of(), options);
  }

  private List<String> front() throws IOException {
    Path script = tree.root().resolveSibling("compiler.sh");
    return List.of("sh", Files.writeString(script, FRONT).toString());
  }

  private List<String> make(List<String> front, List<String> options) {
    List<String> command = new ArrayList<>(List.of(MAKE.require().toString(), "-C", "src"));
    command.add(
        "CC=" + Stream.of(front, compiler(), options).flatMap(List::stream).collect(joining(" ")));
    command.add("AR=" + ARCHIVER.require());
    command.add("RANLIB=" + RANLIB.require());
    command.add("uname_M=" + machine());
    command.addAll(SETTINGS);
    return command;
  }

  String fileName(String program) {
    return "redis-" + program + "_" + toolchain.isa();
  }

  private List<String> compiler() {
    return Stream.of(List.of(clang), toolchain.targetFlags(), COMPILER_OPTIONS)
        .flatMap(List::stream)
        .toList();
  }

  /** What uname -m says on the ISA: the first word of its triple. */
  private String machine() {
    return toolchain.isa().triple().split("-", 2)[0];
  }
}
