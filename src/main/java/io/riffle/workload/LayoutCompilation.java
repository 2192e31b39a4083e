package io.riffle.workload;

import io.riffle.host.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compiles C so that the binary carries its frame layouts: the options that any program needs for
 * that, whatever else it is built with. One use builds one binary.
 */
final class LayoutCompilation {
  /** What every source is compiled with, besides its own options. */
  static final List<String> OPTIONS = List.of("-gdwarf-5", "-fdebug-compilation-dir=.");

  /** What every binary is linked with. */
  static final List<String> LINK_OPTIONS = List.of("-fuse-ld=lld", "-Wl,--build-id=sha1");

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Toolchain toolchain;
  private final Linkage linkage;
  private final Path folder;
  private final Map<String, String> environment;
  private final List<Path> objects = new ArrayList<>();
  private final List<Path> remarks = new ArrayList<>();

  /**
   * A compilation.
   *
   * @param folder where it is run, and where all but the finished binary is written; paths in
   *     options are seen from there
   * @param environment added to that of the tools
   */
  LayoutCompilation(
      Toolchain toolchain, Linkage linkage, Path folder, Map<String, String> environment) {
    this.toolchain = toolchain;
    this.linkage = linkage;
    this.folder = folder;
    this.environment = environment;
  }

  /**
   * Compiles one source.
   *
   * @throws io.riffle.host.HostException with the compiler's words if it does not compile
   */
  void compile(Path source, List<String> options) {
    Path object = folder.resolve(objects.size() + ".o");
    Path remark = folder.resolve(objects.size() + ".yaml");
    List<String> command = command();
    command.addAll(options);
    command.addAll(linkage.compilerOptions());
    command.addAll(OPTIONS);
    command.addAll(List.of("-c", relative(source), "-o", relative(object)));
    FrameCompiler.compile(command, toolchain.isa(), remark, folder, environment, LIMIT);
    objects.add(object);
    remarks.add(remark);
  }

  /** Links what was compiled and attaches the layout. */
  void link(List<String> libraries, Path binary) throws IOException {
    Path linked = folder.resolve("linked");
    List<String> command = command();
    command.addAll(linkage.linkerOptions());
    command.addAll(LINK_OPTIONS);
    objects.forEach(object -> command.add(relative(object)));
    command.addAll(libraries);
    command.addAll(List.of("-o", relative(linked)));
    Tools.run(command, folder, environment, LIMIT);
    LayoutAttacher.attach(linked, remarks, binary);
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(List.of(Toolchain.CLANG.require().toString()));
    command.addAll(toolchain.targetFlags());
    return command;
  }

  /** Relative paths alone, so that no output knows in which folder it was made. */
  private String relative(Path path) {
    return folder.relativize(path).toString();
  }
}
