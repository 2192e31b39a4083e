package io.riffle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.elf.ElfFile;
import io.riffle.elf.Symbol;
import io.riffle.flow.StopPoint;
import io.riffle.guest.GuestPool;
import io.riffle.guest.GuestSpec;
import io.riffle.guest.Lease;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.shuffle.decode.ControlFlow;
import io.riffle.shuffle.decode.Decoder;
import io.riffle.shuffle.decode.Instruction;
import io.riffle.storage.LocalByteStore;
import io.riffle.workload.MigrationPoint;
import io.riffle.workload.Shape;
import io.riffle.workload.Shapes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process is shuffled where its frames are half made: at each instruction with which a function
 * begins and ends, of the program and of the C library, and in a handler of a signal.
 */
class AnyInstructionIT {
  private static final int MOST = 6;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Isa.class)
  @Execution(ExecutionMode.CONCURRENT)
  void prologuesEpiloguesAndTheLibrary(Isa isa) throws IOException {
    try (GuestPool pool = GuestPool.in(Home.fromEnvironment(), folder.resolve("guests"));
        Lease lease = pool.lease(GuestSpec.of(isa))) {
      ShapeLives lives = new ShapeLives(lease.guest(), folder);

      shufflesAt(lives, "frames-O2", List.of("integers"), List.of("__vfprintf_internal"));
      shufflesAt(lives, "frames-O2-fp", List.of("vectors"), List.of());
      shufflesAt(lives, "signals", List.of("handler"), List.of("raise"));
    }
  }

  private static void shufflesAt(
      ShapeLives lives, String name, List<String> own, List<String> library) throws IOException {
    Shape shape = Shapes.find(name);
    List<StopPoint> stops = new ArrayList<>();
    try (LocalByteStore store = LocalByteStore.open(lives.binary(shape))) {
      ElfFile file = ElfFile.read(store);
      for (String function : own) {
        stops.addAll(beginning(file, function));
        stops.addAll(ending(file, function));
      }
      for (String function : library) {
        stops.addAll(beginning(file, function));
      }
    }

    Life life = lives.live(shape, stops, new Random(name.hashCode()));

    assertThat(life.failure()).as("%s", life).isEmpty();
    assertThat(life.rounds()).hasSameSizeAs(stops);
    assertThat(life.rounds()).allSatisfy(AnyInstructionIT::stoodThere);
    assertThat(life.liveMoved()).as("%s", life).isPositive();
  }

  private static void stoodThere(Round round) {
    MigrationPoint point = MigrationPoint.parse(round.stop());
    assertThat(round.place()).endsWith(" " + point.function() + "+" + point.offset());
    assertThat(round.moved()).as("%s", round).isPositive();
  }

  private static List<StopPoint> beginning(ElfFile file, String function) throws IOException {
    List<Instruction> code = decode(file, function);
    return points(code.get(0).address(), function, code.subList(0, MOST));
  }

  /** The instructions in front of the last return, and it. */
  private static List<StopPoint> ending(ElfFile file, String function) throws IOException {
    List<Instruction> code = decode(file, function);
    int end = code.size();
    while (!(code.get(end - 1).flow() instanceof ControlFlow.Return)) {
      end--;
    }
    int first = end - 1;
    while (end - first < MOST && code.get(first - 1).flow() instanceof ControlFlow.Next) {
      first--;
    }
    return points(code.get(0).address(), function, code.subList(first, end));
  }

  private static List<StopPoint> points(long entry, String function, List<Instruction> at) {
    return at.stream()
        .map(
            instruction ->
                new MigrationPoint(function, Math.toIntExact(instruction.address() - entry), 1))
        .<StopPoint>map(StopPoint.AtFunction::new)
        .toList();
  }

  private static List<Instruction> decode(ElfFile file, String name) throws IOException {
    Symbol symbol = file.function(name).orElseThrow();
    return Decoder.of(file.isa()).decodeAll(file.code(symbol), symbol.value());
  }
}
