package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.isa.Isa;
import io.riffle.shuffle.FunctionPlan.Move;
import io.riffle.shuffle.layout.FrameObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FunctionPlanTest {
  // mov [rsp+8], rdi; mov [rsp+16], rsi; mov [rsp+24], rdi
  private static final String[] THREE = {"48897c2408", "4889742410", "48897c2418"};

  @Test
  void rewritesCodeAndLayoutAlike() throws Exception {
    FunctionAnalysis analysis = SmallFrame.X86.analyse(LongStream.of(24, 16, 8), THREE);
    FunctionPlan plan =
        FunctionPlan.draw(analysis, new SplitMix64(7), FunctionPlanTest::none, false);

    assertThat(plan.bits()).isEqualTo(Math.log(6) / Math.log(2));
    assertThat(plan.moves()).extracting(Move::newStart).containsExactlyInAnyOrder(-40L, -32L, -24L);
    List<CodePatch> patches = List.copyOf(CodePatch.of(plan, Isa.X86_64));
    assertThat(patches).hasSize(3);
    for (int index = 0; index < 3; index++) {
      // The displacement is the last byte of each instruction here.
      assertThat(patches.get(index).after()[4] - 48)
          .isEqualTo((int) plan.moves().get(index).newStart());
    }
    assertThat(plan.newLayout().objects())
        .extracting(FrameObject::cfaOffset)
        .containsExactly(-24L, -32L, -40L);
  }

  @Test
  void movesNothingWhenItIsToldSo() throws Exception {
    FunctionAnalysis analysis = SmallFrame.X86.analyse(LongStream.of(24, 16, 8), THREE);
    FunctionPlan plan =
        FunctionPlan.draw(analysis, new SplitMix64(7), FunctionPlanTest::none, true);

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.newLayout()).isEqualTo(analysis.layout());
    assertThat(CodePatch.of(plan, Isa.X86_64)).hasSize(3).noneMatch(CodePatch::isChange);
  }

  @Test
  void leavesOutWhatTheDumpLacks() {
    FunctionAnalysis analysis = SmallFrame.X86.analyse(LongStream.of(24, 16, 8), THREE);
    FunctionPlan plan =
        FunctionPlan.draw(
            analysis,
            new SplitMix64(7),
            unit -> Optional.of(PinReason.NOT_DUMPED).filter(reason -> unit.start() == -32),
            false);

    assertThat(plan.pinned()).containsOnlyKeys(PinReason.NOT_DUMPED);
    assertThat(plan.moves()).extracting(Move::newStart).containsExactlyInAnyOrder(-40L, -24L);
    assertThat(plan.bits()).isEqualTo(1);
    assertThat(analysis.pins().counts()).isEmpty();
  }

  @Test
  void keepsShortDisplacementsWithinReach() {
    // mov [rsp+8], rdi; mov [rsp+16], rsi (short); mov [rsp+160], rsi (long)
    FunctionAnalysis analysis =
        SmallFrame.X86_LARGE.analyse(
            LongStream.of(160, 16, 8), "48897c2408", "4889742410", "4889b424a0000000");
    for (int seed = 0; seed < 50; seed++) {
      FunctionPlan plan =
          FunctionPlan.draw(analysis, new SplitMix64(seed), FunctionPlanTest::none, false);
      // Only the long one can go anywhere, and with it gone, it has nowhere to go.
      assertThat(plan.bits()).isEqualTo(1);
      assertThat(plan.moves().get(2).isChange()).isFalse();
    }
  }

  @Test
  void pinsWhatHasNoDisplacementToChange() {
    // mov [rsp+8], rdi; mov rax, [rsp]
    FunctionAnalysis analysis =
        SmallFrame.X86.analyse(LongStream.of(8, 0), "48897c2408", "488b0424");
    FunctionPlan plan =
        FunctionPlan.draw(analysis, new SplitMix64(1), FunctionPlanTest::none, false);

    assertThat(plan.bits()).isZero();
    assertThat(plan.pinned()).containsEntry(PinReason.ENCODING, 1);
  }

  private static Optional<PinReason> none(MovableUnit unit) {
    return Optional.empty();
  }
}
