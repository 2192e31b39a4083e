package io.riffle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.elf.ElfFile;
import io.riffle.host.CrossCompiler;
import io.riffle.host.Tools;
import io.riffle.isa.Isa;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.Shuffler;
import io.riffle.storage.LocalByteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layouts are attached to what the compiler made, shown, and survive what is done to binaries. */
class LayoutCommandIT {
  private static final String PROGRAM =
      """
      #include <stdio.h>
      __attribute__((noinline)) long work(long a, long b) {
        volatile long first = a, second = b, third = a * b;
        printf("%ld\\n", first);
        return first + second * third;
      }
      int main(int count, char **words) { return (int) work(count, (long) words) & 1; }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Isa.class)
  void attachesShowsAndSurvivesStripping(Isa isa) throws IOException {
    Path binary = link(isa);
    CommandRun attached =
        CommandRun.of("layout", "attach", binary.toString(), folder.resolve("build").toString());
    assertThat(attached.err()).isEmpty();
    assertThat(attached.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(attached.out()).contains("2 functions with", "for build-id");
    assertThat(Files.isExecutable(binary)).isTrue();

    String shown = CommandRun.of("layout", "show", binary.toString()).out();
    assertThat(shown).contains("work at 0x", "first", "third", "scalar").doesNotContain("was ");
    assertThat(CommandRun.of("layout", "show", binary.toString(), "--json").out())
        .contains("\"buildId\"", "\"compiledOffset\"");
    for (List<String> strip :
        List.of(List.of("llvm-strip-19", "--strip-debug"), List.of("llvm-strip-19", "-g"))) {
      List<String> command = new ArrayList<>(strip);
      command.add(binary.toString());
      Tools.run(command, folder, Duration.ofMinutes(1));
      assertThat(CommandRun.of("layout", "show", binary.toString()).out()).isEqualTo(shown);
    }

    try (LocalByteStore store = LocalByteStore.open(binary)) {
      assertThat(
              Shuffler.shuffleBinary(ElfFile.read(store), ShuffleOptions.seeded(2)).total().moved())
          .isPositive();
    }
    assertThat(CommandRun.of("layout", "show", binary.toString()).out()).contains("was -");
    assertThat(CommandRun.of("entropy", binary.toString()).out())
        .contains("work", "bits/slot", "pinned:");
  }

  @ParameterizedTest
  @EnumSource(Isa.class)
  void refusesWhatHasNoLayoutOrCannotHaveOne(Isa isa) throws IOException {
    Path binary = link(isa);
    byte[] before = Files.readAllBytes(binary);
    CommandRun none = CommandRun.of("layout", "show", binary.toString());
    assertThat(none.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(none.err()).contains("has no section .riffle.layout");
    Path junk = Files.writeString(folder.resolve("junk.yaml"), "{ not: [ closed");
    CommandRun refused = CommandRun.of("layout", "attach", binary.toString(), junk.toString());
    assertThat(refused.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(refused.err()).contains("junk.yaml");
    assertThat(binary).hasBinaryContent(before);
    assertThat(binary.resolveSibling("program.riffle-new")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(Isa.class)
  void refusesRemarksOfWhichNoneFits(Isa isa) throws IOException {
    Path binary = link(isa);
    byte[] before = Files.readAllBytes(binary);
    Path remarks = folder.resolve("build").resolve("program.opt.yaml");
    Files.writeString(remarks, Files.readString(remarks).replace("program.c", "another.c"));

    CommandRun refused = CommandRun.of("layout", "attach", binary.toString(), remarks.toString());

    assertThat(refused.exitCode()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(refused.err())
        .contains("would have no layout", "of 2 remarks 2 found no function", "linked from");
    assertThat(binary).hasBinaryContent(before);
    assertThat(binary.resolveSibling("program.riffle-new")).doesNotExist();
  }

  private Path link(Isa isa) throws IOException {
    Path build = Files.createDirectories(folder.resolve("build"));
    Path source = Files.writeString(build.resolve("program.c"), PROGRAM);
    Path binary = folder.resolve("program");
    List<String> command = new ArrayList<>(CrossCompiler.command(isa));
    command.addAll(
        List.of(
            "-O0",
            "-gdwarf-5",
            "-fno-pie",
            "-static",
            "-no-pie",
            "-Wl,--build-id=sha1",
            "-Rpass-analysis=stack-frame-layout",
            "-fsave-optimization-record",
            "-foptimization-record-passes=stack-frame-layout",
            "-foptimization-record-file=" + build.resolve("program.opt.yaml"),
            source.toString(),
            "-o",
            binary.toString()));
    Tools.run(command, build, Duration.ofMinutes(1));
    return binary;
  }
}
