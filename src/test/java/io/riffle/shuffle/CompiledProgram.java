package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.elf.ElfFile;
import io.riffle.host.CrossCompiler;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.shuffle.layout.CompilerOptions;
import io.riffle.shuffle.layout.LayoutExtractor;
import io.riffle.shuffle.layout.LayoutSection;
import io.riffle.storage.LocalByteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A C program that this machine's clang compiled with its frame layout inside.
 *
 * @param binary the binary
 * @param compilerOutput what the compiler printed, for all sources
 */
record CompiledProgram(Path binary, String compilerOutput) {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** Compiles and links statically; {@code folder} receives all files. */
  static CompiledProgram compile(Isa isa, Path folder, List<Path> sources, List<String> options)
      throws IOException {
    Files.createDirectories(folder);
    StringBuilder output = new StringBuilder();
    List<Path> remarks = new ArrayList<>();
    List<String> link = new ArrayList<>(CrossCompiler.command(isa));
    for (Path source : sources) {
      Path object = folder.resolve(remarks.size() + ".o");
      Path remark = folder.resolve(remarks.size() + ".yaml");
      List<String> command = new ArrayList<>(CrossCompiler.command(isa));
      command.addAll(options);
      command.addAll(
          List.of(
              "-gdwarf-5",
              "-fno-pie",
              "-foptimization-record-file=" + remark,
              "-c",
              source.toString(),
              "-o",
              object.toString()));
      command.addAll(CompilerOptions.all(isa));
      String printed = Tools.run(command, folder, LIMIT);
      Files.writeString(CompilerOptions.machineIrFile(remark), printed);
      output.append(printed);
      remarks.add(remark);
      link.add(object.toString());
    }
    Path linked = folder.resolve("linked");
    link.addAll(
        List.of("-static", "-no-pie", "-Wl,--build-id=sha1", "-lm", "-o", linked.toString()));
    Tools.run(link, folder, LIMIT);
    return new CompiledProgram(attach(folder, linked, remarks), output.toString());
  }

  private static Path attach(Path folder, Path linked, List<Path> remarks) throws IOException {
    Path section = folder.resolve("layout");
    try (LocalByteStore store = LocalByteStore.openReadOnly(linked)) {
      Files.write(
          section,
          LayoutSection.encode(LayoutExtractor.extract(ElfFile.read(store), remarks).layout()));
    }
    Path binary = folder.resolve("binary");
    Tools.run(
        List.of(
            "llvm-objcopy-19",
            "--add-section",
            LayoutSection.NAME + "=" + section,
            linked.toString(),
            binary.toString()),
        folder,
        LIMIT);
    return binary;
  }

  /** Copies a C program of the test resources to {@code folder}. */
  static Path source(String name, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var resource = CompiledProgram.class.getResourceAsStream(name)) {
      assertThat(resource).as(name).isNotNull();
      Path source = folder.resolve(name);
      Files.copy(resource, source);
      return source;
    }
  }
}
