package io.riffle.shuffle.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.criu.ImageDirectory;
import io.riffle.criu.MemoryMapping;
import io.riffle.criu.ProcessImage;
import io.riffle.criu.ThreadImage;
import io.riffle.elf.ElfFile;
import io.riffle.elf.Symbol;
import io.riffle.guest.Accelerator;
import io.riffle.guest.Guest;
import io.riffle.guest.GuestConfig;
import io.riffle.host.CrossCompiler;
import io.riffle.host.Home;
import io.riffle.host.Tools;
import io.riffle.image.ImageStore;
import io.riffle.isa.Isa;
import io.riffle.storage.LocalByteStore;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Walks every thread of a process that a guest really dumped. */
class UnwinderIT {
  private static final int DUMPS = 10;
  private static final Duration COMMAND = Duration.ofSeconds(20);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Isa.class)
  void walksThroughSignalsCallbacksThreadsAndTheVdso(Isa isa) throws Exception {
    Path binary = build(isa);
    GuestConfig config =
        GuestConfig.of(new ImageStore(Home.fromEnvironment()).get(isa), Accelerator.TCG);
    try (Guest guest = Guest.start(config, folder)) {
      guest.send(binary, "/root/stacks");
      String pid =
          guest
              .run(
                  "cd /root; chmod +x stacks; setsid ./stacks </dev/null >out 2>&1 & echo $!;"
                      + " while ! grep -q ready /root/out; do sleep 0.1; done",
                  COMMAND)
              .orThrow()
              .output()
              .strip();
      boolean inVdso = false;
      for (int i = 0; i < DUMPS && !inVdso; i++) {
        String images = "/root/dump" + i;
        guest
            .run(
                "mkdir %s && criu dump -t %s -D %s --leave-running -o log"
                    .formatted(images, pid, images),
                COMMAND)
            .orThrow();
        inVdso = checkDump(guest, images, binary);
      }
      assertThat(inVdso).as("one of the dumps was inside the vDSO").isTrue();
    }
  }

  /** Walks all threads of a dump; whether one of them was inside the vDSO. */
  private boolean checkDump(Guest guest, String images, Path binary) throws Exception {
    boolean inVdso = false;
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary);
        ImageDirectory dump = ImageDirectory.open(guest.shell().directory(images))) {
      ElfFile elf = ElfFile.read(store);
      assertThat(dump.isa()).isEqualTo(guest.isa());
      assertThat(dump.processes()).hasSize(1);
      ProcessImage process = dump.processes().get(0);
      assertThat(process.executable()).contains("/root/stacks");
      assertThat(process.threads()).hasSize(3);
      Unwinder unwinder = Unwinder.of(List.of(new Module(elf, 0)));
      List<List<String>> stacks = new ArrayList<>();
      for (ThreadImage thread : process.threads()) {
        List<Frame> frames = unwinder.unwind(thread, process);
        stacks.add(functions(elf, frames));
        inVdso |= process.mappingAt(thread.pc()).map(MemoryMapping::vdso).orElse(false);
      }
      assertThat(stacks.get(0)).endsWith("_start");
      assertThat(ofProgram(stacks.get(0)))
          .containsExactly(
              "compare", "handle", "deep", "deep", "deep", "deep", "deep", "deep", "main");
      assertThat(ofProgram(stacks.get(1))).containsExactly("ticking");
      assertThat(ofProgram(stacks.get(2))).containsExactly("waiting");
      assertThat(unwinder.unwind(process.threads().get(0), process))
          .filteredOn(Frame::signalFrame)
          .hasSize(1);
    }
    return inVdso;
  }

  private static List<String> functions(ElfFile elf, List<Frame> frames) throws Exception {
    List<String> names = new ArrayList<>();
    for (Frame frame : frames) {
      Optional<Symbol> symbol = elf.functionAt(frame.lookupPc() - frame.bias());
      names.add(frame.bias() == 0 ? symbol.map(Symbol::name).orElse("?") : "vDSO");
    }
    return names;
  }

  private static List<String> ofProgram(List<String> functions) {
    List<String> ours = List.of("compare", "handle", "deep", "ticking", "waiting", "main");
    return functions.stream().filter(ours::contains).toList();
  }

  private Path build(Isa isa) throws Exception {
    Path source = folder.resolve("stacks.c");
    try (InputStream resource = UnwinderIT.class.getResourceAsStream("stacks.c")) {
      Files.copy(resource, source);
    }
    Path binary = folder.resolve("stacks");
    List<String> command = new ArrayList<>(CrossCompiler.command(isa));
    command.addAll(
        List.of("-O2", "-static", "-Wl,--build-id", source.toString(), "-o", binary.toString()));
    Tools.run(command, folder, Duration.ofMinutes(1));
    return binary;
  }
}
