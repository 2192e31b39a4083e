package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private static final List<CellSpec> CELLS = SuitePlan.standard(1).cells();

  @Test
  void beginsWithTheDearestGroupAndStaysWithIt() throws InterruptedException {
    Agenda agenda =
        new Agenda(CELLS, spec -> spec.workload().name().equals("mg") && on(spec) ? 9 : 1);

    CellSpec first = agenda.take(Optional.empty()).orElseThrow();
    agenda.ended(first);
    CellSpec second = agenda.take(Optional.of(first)).orElseThrow();

    assertThat(first.name()).isEqualTo("mg.S/aarch64/native");
    assertThat(second.name()).startsWith("mg.S/aarch64/dump+restore/");
  }

  @Test
  void nobodyGetsACellBeforeTheNativeOneOfItsGroupHasEnded() throws InterruptedException {
    Agenda agenda = new Agenda(CELLS, Costs::of);
    CellSpec first = agenda.take(Optional.empty()).orElseThrow();
    List<CellSpec> begun = new ArrayList<>();

    int groups = CELLS.size() / Rung.values().length;
    for (int i = 1; i < groups; i++) {
      begun.add(agenda.take(Optional.of(first)).orElseThrow());
    }

    assertThat(begun).allSatisfy(spec -> assertThat(spec.rung()).isEqualTo(Rung.NATIVE));
    assertThat(begun).doesNotContain(first).doesNotHaveDuplicates();
  }

  /** Cells that take as long as they cost, on two workers: the wall time is next to ideal. */
  @Test
  void twoWorkersAreBusyAllTheTime() throws InterruptedException {
    Agenda agenda = new Agenda(CELLS, Costs::of);
    record Run(double end, CellSpec spec) {}
    PriorityQueue<Run> running =
        new PriorityQueue<>((one, other) -> Double.compare(one.end(), other.end()));
    List<CellSpec> taken = new ArrayList<>();
    for (int worker = 0; worker < 2; worker++) {
      CellSpec spec = agenda.take(Optional.empty()).orElseThrow();
      running.add(new Run(Costs.of(spec), spec));
      taken.add(spec);
    }
    double now = 0;
    while (!running.isEmpty()) {
      Run ended = running.remove();
      now = ended.end();
      agenda.ended(ended.spec());
      Optional<CellSpec> next = agenda.take(Optional.of(ended.spec()));
      if (next.isPresent()) {
        taken.add(next.get());
        running.add(new Run(now + Costs.of(next.get()), next.get()));
      }
    }

    assertThat(taken).containsExactlyInAnyOrderElementsOf(CELLS);
    double ideal = CELLS.stream().mapToDouble(Costs::of).sum() / 2;
    assertThat(now).isLessThan(1.05 * ideal);
  }

  private static boolean on(CellSpec spec) {
    return spec.isa() == Isa.AARCH64;
  }
}
