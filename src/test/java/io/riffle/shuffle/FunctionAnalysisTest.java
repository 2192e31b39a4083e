package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.elf.RegisterRule;
import io.riffle.isa.Isa;
import io.riffle.shuffle.layout.FrameObject;
import io.riffle.shuffle.layout.FrameObject.Kind;
import io.riffle.shuffle.layout.FunctionLayout;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FunctionAnalysisTest {
  private static final SmallFrame X86 = SmallFrame.X86;
  private static final SmallFrame A64 = SmallFrame.A64;

  // x86-64: mov [rsp+8], rdi; mov [rsp+16], rsi; mov rax, [rsp+8]; add rax, [rsp+16]
  private static final String STORE_8 = "48897c2408";
  private static final String STORE_16 = "4889742410";
  private static final String LOAD_8 = "488b442408";
  private static final String ADD_16 = "4803442410";
  // aarch64: str x0, [sp, #8]; str x1, [sp, #16]; stp x0, x1, [sp, #8]
  private static final String A64_STORE_8 = "e00700f9";
  private static final String A64_STORE_16 = "e10b00f9";
  private static final String A64_STORE_PAIR_8 = "e08700a9";

  @Test
  void findsEveryPlainReference() {
    FunctionAnalysis analysis =
        X86.analyse(LongStream.of(16, 8), STORE_8, STORE_16, LOAD_8, ADD_16);

    assertThat(analysis.units()).extracting(MovableUnit::start).containsExactly(-40L, -32L);
    assertThat(analysis.units())
        .allSatisfy(unit -> assertThat(unit.references()).hasSize(2))
        .allSatisfy(unit -> assertThat(unit.size()).isEqualTo(8));
    assertThat(analysis.units().get(0).references())
        .extracting(reference -> reference.instruction().address())
        .containsExactly(SmallFrame.ADDRESS + 4, SmallFrame.ADDRESS + 14);
    assertThat(analysis.pins().counts()).isEmpty();
  }

  @Test
  void findsReferencesOnAarch64() {
    FunctionAnalysis analysis =
        A64.analyse(LongStream.of(16, 8), A64_STORE_8, A64_STORE_16, "e00740f9", "e10b40f9");

    assertThat(analysis.units()).extracting(MovableUnit::start).containsExactly(-40L, -32L);
  }

  @Test
  void reachesPartOfAnObject() {
    // mov [rsp+24], rdi; mov eax, [rsp+28]
    FunctionAnalysis analysis = X86.analyse(LongStream.of(24), "48897c2418", "8b44241c");

    assertThat(analysis.units()).hasSize(1);
    assertThat(analysis.units().get(0).references())
        .extracting(FrameReference::start)
        .containsExactly(-24L, -20L);
  }

  @Test
  void pinsAnObjectWhoseAddressIsTakenAndItsLowerNeighbour() {
    // lea rdi, [rsp+16]
    FunctionAnalysis analysis =
        X86.analyse(LongStream.of(24, 16, 8), STORE_8, STORE_16, "48897c2418", "488d7c2410");

    assertPins(analysis, null, PinReason.ADDRESS_TAKEN, PinReason.ADDRESS_TAKEN);
  }

  @Test
  void withoutARecordAnAddressMayBeOfAnyVariable() {
    // mov [rsp+24], rdi; lea rax, [rsp+8]; mov rbx, rax; the compiler meant 16 bytes beyond: x[i+2]
    List<FrameObject> objects = List.of(X86.variable(24, 8, true), X86.spill(16), X86.spill(8));
    FunctionAnalysis analysis =
        X86.analyse(objects, Map.of(), "48897c2418", STORE_16, STORE_8, "488d442408", "4889c3");

    assertPins(analysis, PinReason.ADDRESS_TAKEN, null, PinReason.ADDRESS_TAKEN);
  }

  @Test
  void withoutAnAddressTakenVariablesMove() {
    List<FrameObject> objects = List.of(X86.variable(16, 8, true), X86.variable(8, 8, true));

    assertPins(X86.analyse(objects, Map.of(), STORE_16, STORE_8), null, null);
  }

  @Test
  void pinsWhatIsReachedThroughATakenAddress() {
    // add x8, sp, #16; ldr x0, [x8, #8]
    FunctionAnalysis analysis =
        A64.analyse(
            LongStream.of(32, 24, 16, 8),
            A64_STORE_8,
            A64_STORE_16,
            "e20f00f9",
            "e31300f9",
            "e8430091",
            "000540f9");

    assertPins(
        analysis, null, PinReason.BASE_REGISTER, PinReason.ADDRESS_TAKEN, PinReason.ADDRESS_TAKEN);
  }

  @Test
  void pinsVariablesWhenTheFrameIsIndexed() {
    // mov rax, [rsp+rcx*8+8]
    List<FrameObject> objects =
        List.of(X86.variable(24, 8, true), X86.spill(16), X86.variable(8, 8, false));
    FunctionAnalysis analysis =
        X86.analyse(objects, Map.of(), "48897c2418", STORE_16, "488b44cc08");

    assertPins(analysis, PinReason.INDEXED, null, PinReason.NOT_SCALAR);
  }

  @Test
  void pinsCalleeSavedRegisters() {
    Map<Integer, RegisterRule> saved = Map.of(3, new RegisterRule.AtCfaOffset(-40));
    FunctionAnalysis analysis =
        X86.analyse(List.of(X86.spill(16), X86.spill(8)), saved, STORE_8, STORE_16);

    assertPins(analysis, null, PinReason.CALLEE_SAVED);
  }

  @Test
  void joinsWhatAPairReaches() {
    FunctionAnalysis analysis = A64.analyse(LongStream.of(16, 8), A64_STORE_PAIR_8, A64_STORE_8);

    assertThat(analysis.units()).hasSize(1);
    assertThat(analysis.units().get(0).size()).isEqualTo(16);
    assertThat(analysis.units().get(0).objects()).hasSize(2);
    assertThat(analysis.units().get(0).references()).hasSize(2);
  }

  @Test
  void pinsAPairOfWhichOneStays() {
    Map<Integer, RegisterRule> saved = Map.of(19, new RegisterRule.AtCfaOffset(-40));
    FunctionAnalysis analysis =
        A64.analyse(List.of(A64.spill(16), A64.spill(8)), saved, A64_STORE_PAIR_8);

    assertPins(analysis, PinReason.PAIR, PinReason.CALLEE_SAVED);
  }

  @Test
  void pinsAnAccessBeyondItsObject() {
    // movups xmm0, [rsp+8] reaches the 8 bytes of no object after the spill
    FunctionAnalysis analysis = X86.analyse(LongStream.of(8), STORE_8, "0f10442408");

    assertPins(analysis, PinReason.PARTIAL_ACCESS);
  }

  @Test
  void pinsEverythingWhenTheStackPointerIsReadAsData() {
    // mov [rdi], rsp
    assertPins(X86.analyse(LongStream.of(8), STORE_8, "488927"), PinReason.FRAME_ADDRESS_READ);
  }

  @Test
  void pinsEverythingWhenCodeAndFrameInformationDisagree() {
    // push rbx, of which .eh_frame says nothing
    assertPins(X86.analyse(LongStream.of(8), STORE_8, "53"), PinReason.FRAME_INFO_DISAGREES);
  }

  @Test
  void pinsEverythingBesideAnUnknownInstruction() {
    assertPins(
        A64.analyse(LongStream.of(8), A64_STORE_8, "ffffffff"), PinReason.UNKNOWN_INSTRUCTION);
  }

  @Test
  void pinsEverythingWhenAJumpLeavesTheFunctionWithItsFrame() {
    // jmp +0x1000
    assertPins(X86.analyse(LongStream.of(8), STORE_8, "e900100000"), PinReason.LEAVES_FUNCTION);
  }

  @Test
  void pinsWhatNothingRefersTo() {
    assertPins(X86.analyse(LongStream.of(16, 8), STORE_8), PinReason.UNREFERENCED, null);
  }

  @Test
  void pinsWhatOverlapsInPartAndJoinsWhatIsTheSame() {
    List<FrameObject> apart = List.of(X86.spill(12), X86.spill(8));
    assertPins(X86.analyse(apart, Map.of(), STORE_8), PinReason.OVERLAP, PinReason.OVERLAP);

    List<FrameObject> same = List.of(X86.spill(8), X86.spill(8));
    assertThat(X86.analyse(same, Map.of(), STORE_8).units())
        .singleElement()
        .satisfies(unit -> assertThat(unit.objects()).containsExactly(0, 1));
  }

  @Test
  void pinsByKind() {
    List<FrameObject> objects =
        List.of(
            new FrameObject(-16, 8, 8, Kind.FIXED, false, List.of()),
            new FrameObject(-24, 8, 8, Kind.PROTECTOR, false, List.of()),
            new FrameObject(-32, 0, 8, Kind.VARIABLE_SIZED, false, List.of()),
            new FrameObject(-40, 8, 8, Kind.SPILL, false, List.of()));
    assertPins(
        X86.analyse(objects, Map.of(), STORE_8),
        PinReason.FIXED,
        PinReason.PROTECTOR,
        PinReason.VARIABLE_SIZED,
        null);
  }

  @Test
  void pinsRealignedFramesAndThoseWithoutFrameInformation() {
    FunctionLayout layout = X86.layout(List.of(X86.spill(8)), STORE_8);
    FunctionLayout realigned =
        new FunctionLayout("f", layout.address(), layout.size(), true, layout.objects());
    byte[] code = X86.code(STORE_8);

    assertPins(
        FunctionAnalysis.of(realigned, code, Isa.X86_64, List.of(), List.of(), a -> false),
        PinReason.REALIGNED);
    assertPins(
        FunctionAnalysis.of(layout, code, Isa.X86_64, List.of(), List.of(), a -> false),
        PinReason.NO_FRAME_INFO);
  }

  /** Expects a reason for each object in order, null for one that may move. */
  private static void assertPins(FunctionAnalysis analysis, PinReason... reasons) {
    assertThat(analysis.layout().objects()).hasSameSizeAs(reasons);
    for (int object = 0; object < reasons.length; object++) {
      assertThat(analysis.pins().reason(object).orElse(null))
          .as("object %d", object)
          .isEqualTo(reasons[object]);
    }
  }
}
