package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.elf.RegisterRule;
import io.riffle.elf.SaveRule;
import io.riffle.isa.Isa;
import io.riffle.shuffle.FunctionPlan.Move;
import io.riffle.shuffle.layout.FrameObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Pairs that are turned round, and registers of the caller that move with what .eh_frame says. */
class TurnedPairsTest {
  private static final SmallFrame A64 = SmallFrame.A64;

  // stp x20, x19, [sp, #16]; stp x22, x21, [sp, #32]; and the loads of both
  private static final String[] SAVES = {"f44f01a9", "f65702a9", "f65742a9", "f44f41a9"};
  private static final Map<Integer, Long> SAVED = Map.of(20, -32L, 19, -24L, 22, -16L, 21, -8L);

  @Test
  void turnsPairsAndTradesTheirPlaces() throws Exception {
    FunctionAnalysis analysis = A64.analyse(LongStream.of(40, 32, 24, 16), SAVES);
    assertThat(analysis.units()).hasSize(2).allMatch(MovableUnit::reversible);

    Set<Map<Integer, Long>> seen = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      FunctionPlan plan = draw(analysis, seed);
      assertThat(plan.bits()).isEqualTo(3);
      Map<Integer, Long> places = places(plan, analysis);
      assertThat(places).isEqualTo(moved(plan));
      seen.add(places);
    }
    assertThat(seen).hasSize(8);
  }

  @Test
  void movesSavedRegistersWithTheirCallFrameInformation() throws Exception {
    FunctionAnalysis analysis = analyseSaved(rules(1), SAVES);
    assertThat(analysis.units()).hasSize(2).allMatch(unit -> unit.saves().size() == 2);
    for (int seed = 0; seed < 20; seed++) {
      FunctionPlan plan = draw(analysis, seed);
      Map<Integer, Long> said = new TreeMap<>();
      for (Move move : plan.moves()) {
        for (SaveRule save : move.unit().saves()) {
          said.put(save.register(), move.target(save.cfaOffset(), 8));
        }
      }
      assertThat(said).isEqualTo(places(plan, analysis));
    }
  }

  @Test
  void leavesRegistersWhereTheirCallFrameInformationCannotFollow() {
    assertThat(analyseSaved(List.of(), SAVES).units()).isEmpty();
    assertThat(analyseSaved(rules(0), SAVES).units()).isEmpty();
    List<SaveRule> twice = new ArrayList<>(rules(1));
    twice.add(new SaveRule(19, -40, 0x2000, 1, -8));
    assertThat(analyseSaved(twice, SAVES).units()).singleElement().matches(u -> u.start() == -16);
  }

  @Test
  void leavesTheFramePointerAndTheReturnAddress() {
    // stp x29, x30, [sp, #16]; ldp x29, x30, [sp, #16]
    Map<Integer, RegisterRule> record =
        Map.of(29, new RegisterRule.AtCfaOffset(-32), 30, new RegisterRule.AtCfaOffset(-24));
    List<SaveRule> rules =
        List.of(new SaveRule(29, -32, 0x1000, 1, -8), new SaveRule(30, -24, 0x1002, 1, -8));
    FunctionAnalysis analysis = A64.analyse(spills(24, 16), record, rules, "fd7b01a9", "fd7b41a9");

    assertThat(analysis.pins().counts()).containsOnly(Map.entry(PinReason.CALLEE_SAVED, 2));
  }

  @Test
  void doesNotTurnWhatIsReachedAsOne() {
    // stp x0, x1, [sp, #16]; ldr q0, [sp, #16]
    FunctionAnalysis analysis = A64.analyse(LongStream.of(24, 16), "e00701a9", "e007c03d");
    assertThat(analysis.units()).singleElement().matches(unit -> !unit.reversible());
    // stp w0, w1, [sp, #20]: the upper half of one and the lower half of the other
    analysis = A64.analyse(LongStream.of(24, 16), "e00701a9", "e0870229");
    assertThat(analysis.units()).singleElement().matches(unit -> !unit.reversible());
  }

  private static List<FrameObject> spills(long... distances) {
    return LongStream.of(distances).mapToObj(A64::spill).toList();
  }

  private static FunctionAnalysis analyseSaved(List<SaveRule> rules, String... body) {
    Map<Integer, RegisterRule> saved = new TreeMap<>();
    SAVED.forEach((register, at) -> saved.put(register, new RegisterRule.AtCfaOffset(at)));
    return A64.analyse(spills(40, 32, 24, 16), saved, rules, body);
  }

  private static List<SaveRule> rules(int length) {
    return SAVED.entrySet().stream()
        .map(save -> new SaveRule(save.getKey(), save.getValue(), save.getKey(), length, -8))
        .toList();
  }

  private static FunctionPlan draw(FunctionAnalysis analysis, int seed) {
    return FunctionPlan.draw(analysis, new SplitMix64(seed), unit -> Optional.empty(), false);
  }

  /** Where the rewritten code has each register; stores and loads must agree. */
  private static Map<Integer, Long> places(FunctionPlan plan, FunctionAnalysis analysis)
      throws ShuffleException {
    Map<Integer, Long> places = new TreeMap<>();
    for (CodePatch patch : CodePatch.of(plan, Isa.AARCH64)) {
      int word = ByteBuffer.wrap(patch.after()).order(ByteOrder.LITTLE_ENDIAN).getInt();
      long start = A64.cfaOffset(8L * (word << 10 >> 25));
      put(places, word & 31, start);
      put(places, word >>> 10 & 31, start + 8);
    }
    assertThat(analysis.layout().objects()).hasSameSizeAs(places.keySet());
    return places;
  }

  private static void put(Map<Integer, Long> places, int register, long at) {
    Long known = places.put(register, at);
    assertThat(known).isIn(null, at);
  }

  /** Where each register must be by the moves of the objects. */
  private static Map<Integer, Long> moved(FunctionPlan plan) {
    Map<Integer, Long> moved = new TreeMap<>(SAVED);
    plan.moved()
        .forEach(
            move ->
                SAVED.forEach(
                    (register, at) -> {
                      if (at == move.from()) {
                        moved.put(register, move.to());
                      }
                    }));
    return moved;
  }
}
