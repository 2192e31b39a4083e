package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.elf.ElfFile;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.storage.LocalByteStore;
import io.riffle.workload.Shapes;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shapes have the frames that they are there for. */
class ShapeFramesIT {
  @ParameterizedTest
  @EnumSource(Isa.class)
  void vectorsHaveSlotsOfSixteenBytesThatMove(Isa isa) throws IOException {
    FunctionAnalysis spin = find("vectors", "spin", isa).orElseThrow();

    assertThat(spin.units())
        .filteredOn(unit -> unit.size() == 16 && unit.objects().size() == 1)
        .hasSizeGreaterThan(3)
        .allMatch(unit -> unit.alignment() == 16);
  }

  /** Its description has several ranges, so that no layout is attached and nothing of it moves. */
  @ParameterizedTest
  @EnumSource(Isa.class)
  void aFunctionWithAPartElsewhereStays(Isa isa) throws IOException {
    assertThat(find("parts", "split", isa)).isEmpty();
    assertThat(find("parts", "whole", isa).orElseThrow().units()).isNotEmpty();
  }

  private static Optional<FunctionAnalysis> find(String shape, String name, Isa isa)
      throws IOException {
    var binary = Shapes.build(Shapes.find(shape), isa, BuildCache.of(Home.fromEnvironment()));
    try (LocalByteStore store = LocalByteStore.openReadOnly(binary)) {
      return BinaryAnalysis.of(ElfFile.read(store)).functions().stream()
          .filter(function -> function.layout().name().equals(name))
          .findFirst();
    }
  }
}
