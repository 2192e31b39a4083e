package io.riffle.workload;

import io.riffle.host.BuildCache;
import io.riffle.host.HostException;
import io.riffle.host.Scratch;
import io.riffle.host.ToolFiles;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
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

/**
 * Builds C programs of one's own for either ISA: static, {@code -O2}, with the frame layout inside
 * that shuffling needs. What was built once is found again in the build cache, by what the compiler
 * sees after its preprocessor, so that a changed header counts too.
 *
 * <pre>{@code
 * CProgramBuilder builder = new CProgramBuilder(BuildCache.of(Home.fromEnvironment()));
 * Path binary = builder.build("counter", List.of(Path.of("counter.c")), Isa.AARCH64);
 * }</pre>
 *
 * @param cache where built binaries are kept
 */
public record CProgramBuilder(BuildCache cache) {
  // Part of every key: change it with anything here that changes what is built.
  private static final String FORMAT = "3";
  private static final String KIND = "programs";
  private static final int HASH_CHARACTERS = 20;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final List<String> OPTIONS =
      List.of("-O2", "-gdwarf-5", "-fno-pie", "-fdebug-compilation-dir=.");
  private static final List<String> LINK =
      List.of("-static", "-fuse-ld=lld", "-Wl,--build-id=sha1");

  /**
   * Builds a program, or finds it built.
   *
   * @param name the binary's file name
   * @param sources C files; each finds headers in its own folder
   * @return the executable, in the build cache: copy it before changing it
   * @throws HostException if a source is missing or does not compile, or a tool is missing; the
   *     message has the compiler's own words
   */
  public Path build(String name, List<Path> sources, Isa isa) {
    for (Path source : sources) {
      if (!Files.isReadable(source)) {
        throw new HostException("there is no source file " + source.toAbsolutePath());
      }
    }
    Toolchain toolchain = Toolchain.find(isa);
    try (Scratch temporary = Scratch.create("program")) {
      Path scratch = temporary.path();
      String key = name + "-" + isa + "-" + hash(sources, toolchain, scratch);
      return cache
          .getOrBuild(
              KIND, key, folder -> compile(sources, toolchain, scratch, folder.resolve(name)))
          .resolve(name);
    } catch (IOException e) {
      throw new HostException("cannot build " + name + " for " + isa + ": " + e, e);
    }
  }

  private static String hash(List<Path> sources, Toolchain toolchain, Path scratch)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    List<String> words = new ArrayList<>(List.of(FORMAT));
    words.addAll(clang(toolchain));
    words.addAll(OPTIONS);
    words.addAll(LINK);
    words.add(Tools.run(List.of(words.get(1), "--version"), scratch, LIMIT));
    digest.update(words.toString().getBytes(StandardCharsets.UTF_8));
    digest.update(ToolFiles.fingerprint(toolchain.libc()));
    for (Path source : sources) {
      List<String> command = clang(toolchain);
      command.addAll(OPTIONS);
      // Without -P the folder's name would be in it.
      command.addAll(List.of("-E", "-P", source.toAbsolutePath().toString()));
      digest.update(Tools.run(command, scratch, LIMIT).getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARACTERS);
  }

  private static void compile(List<Path> sources, Toolchain toolchain, Path scratch, Path binary)
      throws IOException {
    List<String> link = clang(toolchain);
    link.addAll(LINK);
    List<Path> remarks = new ArrayList<>();
    for (Path source : sources) {
      String object = remarks.size() + ".o";
      Path remark = scratch.resolve(remarks.size() + ".yaml");
      List<String> command = clang(toolchain);
      command.addAll(OPTIONS);
      command.addAll(List.of("-c", source.toAbsolutePath().toString(), "-o", object));
      FrameCompiler.compile(command, toolchain.isa(), remark, scratch, Map.of(), LIMIT);
      link.add(object);
      remarks.add(remark);
    }
    link.addAll(List.of("-lm", "-o", "linked"));
    Tools.run(link, scratch, LIMIT);
    LayoutAttacher.attach(scratch.resolve("linked"), remarks, binary);
  }

  private static List<String> clang(Toolchain toolchain) {
    List<String> command = new ArrayList<>(List.of(Toolchain.CLANG.require().toString()));
    command.addAll(toolchain.targetFlags());
    return command;
  }
}
