package io.riffle.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.shuffle.layout.FrameObject;
import io.riffle.shuffle.layout.FrameUse;
import io.riffle.shuffle.layout.FrameUse.Form;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the compiler's record of uses lets move in a function that is not live. */
class RecordedUsesTest {
  private static final SmallFrame X86 = SmallFrame.X86;
  private static final SmallFrame A64 = SmallFrame.A64;

  // lea rdi, [rsp+8]; lea rsi, [rsp+24]; mov rax, [rsp+rcx*8+8]; mov [rsp+24], rax
  private static final String TAKE_8 = "488d7c2408";
  private static final String TAKE_24 = "488d742418";
  private static final String INDEX_8 = "488b44cc08";
  private static final String STORE_24 = "4889442418";

  private static FrameObject array(SmallFrame frame, long distance, FrameUse... uses) {
    return frame.variable(distance, 16, false).with(List.of(uses));
  }

  private static FrameUse address(int offset) {
    return new FrameUse(Form.ADDRESS, offset);
  }

  private static FrameUse indexed(int offset) {
    return new FrameUse(Form.INDEXED, offset);
  }

  @Test
  void objectsMoveWithTheirAddressesOnlyWhileNotLive() {
    FunctionAnalysis analysis =
        X86.analyseRecorded(
            List.of(array(X86, 24, address(0)), array(X86, 8, address(0))), TAKE_8, TAKE_24);

    assertThat(analysis.units()).isEmpty();
    assertThat(analysis.pins().counts()).containsOnlyKeys(PinReason.LIVE);
    assertThat(analysis.atRest().pins().counts()).isEmpty();
    assertThat(analysis.atRest().units())
        .hasSize(2)
        .allMatch(unit -> unit.canMoveTo(X86.cfaOffset(8)) && unit.canMoveTo(X86.cfaOffset(24)));
  }

  @Test
  void aLiveFunctionKeepsWhatTheRecordHasAnAddressOf() {
    // The only address in the code lies within another place: &x - 3.
    FunctionAnalysis analysis =
        X86.analyseRecorded(
            List.of(
                X86.variable(32, 8, true).with(List.of(address(-24))),
                X86.variable(24, 8, true),
                X86.spill(16)),
            TAKE_8,
            "4889442420",
            STORE_24,
            "4889442410");

    assertThat(analysis.units())
        .extracting(MovableUnit::start)
        .containsExactly(X86.cfaOffset(16), X86.cfaOffset(24));
    assertThat(analysis.pins().reason(0)).contains(PinReason.LIVE);
    assertThat(analysis.atRest().units()).hasSize(3);
  }

  @Test
  void movesOnAarch64() {
    // add x0, sp, #8; add x1, sp, #24
    FunctionAnalysis analysis =
        A64.analyseRecorded(
            List.of(array(A64, 24, address(0)), array(A64, 8, address(0))), "e0230091", "e1630091");

    assertThat(analysis.atRest().units()).hasSize(2).allMatch(unit -> unit.canMoveTo(-48));
  }

  @Test
  void theRecordTellsWhoseABiasedBaseIs() {
    // The constant part lies in the object at 8, but the compiler meant the one at 24: a[i - 2].
    FunctionAnalysis analysis =
        X86.analyseRecorded(
            List.of(array(X86, 24, indexed(-16)), array(X86, 8, address(0))), INDEX_8, TAKE_8);

    assertThat(analysis.atRest().units())
        .extracting(MovableUnit::start)
        .containsExactly(-40L, -24L);
    assertThat(analysis.atRest().units().get(1).references())
        .extracting(FrameReference::start)
        .containsExactly(X86.cfaOffset(8));
  }

  @Test
  void anAddressOfTwoObjectsPinsBoth() {
    // One past the lower is the upper.
    FunctionAnalysis analysis =
        X86.analyseRecorded(
            List.of(array(X86, 24, address(0)), array(X86, 8, address(0), address(16))),
            TAKE_8,
            TAKE_24);

    assertThat(analysis.atRest().units()).isEmpty();
    assertThat(analysis.atRest().pins().counts()).containsEntry(PinReason.AMBIGUOUS, 2);
  }

  @Test
  void anAddressThatIsNotInTheRecordPinsAll() {
    FunctionAnalysis analysis =
        X86.analyseRecorded(
            List.of(array(X86, 24, address(0)), array(X86, 8, indexed(0))), TAKE_8, TAKE_24);

    assertThat(analysis.atRest().units()).isEmpty();
    assertThat(analysis.atRest().pins().counts()).containsOnlyKeys(PinReason.UNKNOWN_REFERENCE);
  }

  @Test
  void anAddressWithoutConstantPartMayBeHalfOfAnother() {
    // lea rax, [rsp+rcx]; add rax, 24 for the object at 24; another is at the stack pointer itself
    FrameUse split = new FrameUse(Form.INDEXED_ADDRESS, 0);
    FunctionAnalysis analysis =
        X86.analyseRecorded(
            List.of(
                array(X86, 24, split),
                array(X86, 0, new FrameUse(Form.INDEXED_ADDRESS, 0), address(8))),
            "488d040c",
            "4883c018",
            TAKE_8);

    assertThat(analysis.atRest().units()).isEmpty();
    assertThat(analysis.atRest().pins().counts()).containsOnlyKeys(PinReason.SPLIT_ADDRESS);
  }

  @Test
  void withoutRecordAllStays() {
    FunctionAnalysis analysis = X86.analyse(List.of(array(X86, 24)), Map.of(), TAKE_24, STORE_24);

    assertThat(analysis.atRest().units()).isEmpty();
    assertThat(analysis.atRest().pins().counts()).containsOnlyKeys(PinReason.NO_RECORD);
    assertThat(analysis.pins().counts()).containsOnlyKeys(PinReason.NOT_SCALAR);
  }
}
