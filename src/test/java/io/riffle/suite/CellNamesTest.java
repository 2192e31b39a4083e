package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.flow.FoundPlace;
import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import io.riffle.workload.Workloads;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellNamesTest {
  @Test
  void everyCellIsReadBackFromItsName() {
    SuitePlan standard = SuitePlan.standard(7);
    SuitePlan timed =
        standard.toBuilder().seeds(List.of(-1L, 0L, Long.MIN_VALUE)).timedStops(3).build();

    for (SuitePlan plan : List.of(standard, timed, Profile.NIGHTLY.plan(7), Profile.SOAK.plan(7))) {
      for (CellSpec spec : plan.cells()) {
        assertThat(CellNames.parse(spec.name())).isEqualTo(spec);
      }
      assertThat(plan.cells()).extracting(CellSpec::folderName).doesNotHaveDuplicates();
    }
  }

  @Test
  void aPlaceThatAProfileFoundIsReadBack() {
    CellStop.Found auto = new CellStop.Found();
    for (String place : List.of("solve:109", "60%+leaf:1")) {
      Optional<FoundPlace> found = Optional.of(FoundPlace.parse(place));
      List<CellStop> stops =
          List.of(auto.known(found, 0), auto.known(found, 1), auto.known(found, 2));
      CellSpec spec =
          new CellSpec(Workloads.find("lu", "S"), Isa.X86_64, Rung.SHUFFLE_X3, stops, 5);

      assertThat(CellNames.parse(spec.name())).isEqualTo(spec);
    }
  }

  @Test
  void aPlanOfTheSameMasterSeedHasTheSameCells() {
    assertThat(SuitePlan.standard(7).cells()).isEqualTo(SuitePlan.standard(7).cells());
    assertThat(SuitePlan.standard(8).cells(Isa.AARCH64))
        .isNotEqualTo(SuitePlan.standard(7).cells(Isa.AARCH64));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ep.S | no cell is named 'ep.S': a cell is WORKLOAD",
        "xx.S/aarch64/native | unknown workload 'xx'",
        "ep.Z/aarch64/native | unknown problem class 'Z'",
        "ep.S/arm/native | unknown ISA 'arm': use one of x86-64, aarch64",
        "ep.S/aarch64/moved | unknown rung 'moved': use one of native, dump+restore",
        "ep.S/aarch64/shuffle/f:1 | though one is 'ep.S/aarch64/shuffle/f:1/seed-0'",
        "ep.S/aarch64/shuffle-x3/f:1/seed-1 | rung shuffle-x3 takes 3 stops, not 1",
        "ep.S/aarch64/identity/0%  | a stop at 0%: give 1% to 99%",
        "ep.S/aarch64/identity/0%:f  | a stop at 0%: give 1% to 99%",
        "ep.S/aarch64/native/f:1 | though one is 'ep.S/aarch64/native'",
      })
  void aNameThatIsNoneSaysWhatIsWrong(String name, String words) {
    assertThatThrownBy(() -> CellNames.parse(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }
}
