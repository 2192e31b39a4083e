package io.riffle.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkloadsTest {
  @Test
  void findsAWorkloadByNameAndClass() {
    assertThat(Workloads.find("mg", "A")).isEqualTo(new Workload("mg", 'A'));
    assertThat(Workloads.find("mg", "A")).hasToString("mg.A");
  }

  @Test
  void hasAllKernelsAtAClass() {
    assertThat(Workloads.all("S"))
        .extracting(Workload::id)
        .containsExactly("ep.S", "is.S", "cg.S", "mg.S", "ft.S", "bt.S", "sp.S", "lu.S");
  }

  @Test
  void everyWorkloadHasMigrationPoints() {
    for (Workload workload : Workloads.all("S")) {
      assertThat(Workloads.migrationPoints(workload)).isNotEmpty().doesNotHaveDuplicates();
    }
  }

  @Test
  void listsTheKernelsForAnUnknownOne() {
    assertThatThrownBy(() -> Workloads.find("xy", "S"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown workload 'xy': use one of ep, is, cg, mg, ft, bt, sp, lu, redis");
  }

  @Test
  void listsTheClassesForAnUnknownOne() {
    assertThatThrownBy(() -> Workloads.find("ep", "s"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown problem class 's': use one of S, W, A, B");
  }
}
