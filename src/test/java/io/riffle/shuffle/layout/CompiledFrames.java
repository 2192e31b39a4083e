package io.riffle.shuffle.layout;

import io.riffle.elf.ElfFile;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.storage.LocalByteStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The test sources frames.c and other.c, compiled and linked for one ISA without a C library. */
record CompiledFrames(ElfFile elf, List<Path> remarks) {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  static CompiledFrames build(Isa isa, String optimisation, Path folder, String... more)
      throws IOException {
    for (String name : List.of("frames.h", "frames.c", "other.c")) {
      try (InputStream in = CompiledFrames.class.getResourceAsStream(name)) {
        Files.write(folder.resolve(name), in.readAllBytes());
      }
    }
    List<Path> remarks = new ArrayList<>();
    for (String name : List.of("frames", "other")) {
      List<String> compile =
          new ArrayList<>(
              List.of(
                  "clang-19",
                  "--target=" + isa.triple(),
                  optimisation,
                  "-gdwarf-5",
                  "-fno-pie",
                  "-Rpass-analysis=stack-frame-layout",
                  "-fsave-optimization-record",
                  "-foptimization-record-passes=stack-frame-layout",
                  "-foptimization-record-file=" + name + ".yaml",
                  "-c",
                  name + ".c",
                  "-o",
                  name + ".o"));
      compile.addAll(List.of(more));
      Tools.run(compile, folder, LIMIT);
      remarks.add(folder.resolve(name + ".yaml"));
    }
    run(folder, "ld.lld-19", "--build-id=sha1", "-e", "one", "frames.o", "other.o", "-o", "linked");
    return new CompiledFrames(
        ElfFile.read(LocalByteStore.openReadOnly(folder.resolve("linked"))), remarks);
  }

  Layout layout() throws IOException {
    return LayoutExtractor.extract(elf, remarks).layout();
  }

  private static void run(Path folder, String... command) {
    Tools.run(List.of(command), folder, LIMIT);
  }
}
