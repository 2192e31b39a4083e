package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.elf.ElfFile;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.junit.RiffleExtension;
import io.riffle.junit.RiffleSession;
import io.riffle.report.Cell;
import io.riffle.report.Verdict;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.Shuffler;
import io.riffle.storage.LocalByteStore;
import io.riffle.workload.NpbBuilder;
import io.riffle.workload.Workloads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A seed names a shuffle: the same one gives the same bytes, another one another program. */
@ParameterizedClass(name = "{0}")
@EnumSource(Isa.class)
@ExtendWith(RiffleExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class SeedsIT {
  private static final int SEEDS = 10;

  @Parameter Isa isa;

  static Stream<String> workloads() {
    return Workloads.names().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("workloads")
  @Execution(ExecutionMode.SAME_THREAD)
  void tenSeedsGiveTenPrograms(String workload, @TempDir Path folder) throws IOException {
    Path built =
        NpbBuilder.bundled(BuildCache.of(Home.fromEnvironment()))
            .build(Workloads.find(workload, "S"), isa)
            .binary();
    Set<ByteBuffer> programs = new HashSet<>();
    for (long seed : LongStream.range(0, SEEDS).toArray()) {
      Path first = shuffled(built, folder.resolve("first"), seed);
      Path second = shuffled(built, folder.resolve("second"), seed);
      assertThat(first).hasSameBinaryContentAs(second);
      programs.add(text(first));
    }
    assertThat(programs).hasSize(SEEDS);
  }

  @ParameterizedTest(name = "is with seed {0}")
  @ValueSource(longs = {0, -1, 0x5eedL})
  @Execution(ExecutionMode.SAME_THREAD)
  void everySeedPasses(long seed, RiffleSession session) {
    Cell cell = session.run(SuitePlans.shuffled("is", isa, seed));

    assertThat(cell.verdict()).as(cell.rerun()).isEqualTo(new Verdict.Passed());
  }

  private static Path shuffled(Path built, Path copy, long seed) throws IOException {
    Files.copy(built, copy, StandardCopyOption.REPLACE_EXISTING);
    try (LocalByteStore store = LocalByteStore.open(copy)) {
      Shuffler.shuffleBinary(ElfFile.read(store), ShuffleOptions.seeded(seed));
    }
    return copy;
  }

  /** The code alone: a layout section that named its seed would make any two files differ. */
  private static ByteBuffer text(Path binary) throws IOException {
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
      ElfFile elf = ElfFile.read(store);
      return ByteBuffer.wrap(elf.contents(elf.section(".text").orElseThrow()));
    }
  }
}
