package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuitePlanTest {
  private static final Path TREE = Path.of("/NPB3.3-SER-C");

  @Test
  void takesAllBenchmarksOfATreeAndKeepsTheServer() {
    SuitePlan plan = Profile.NIGHTLY.plan(7).from(TREE);

    assertThat(plan.workloads())
        .hasSize(Workloads.namesInTrees().size() * 2 + 1)
        .extracting(Workload::id)
        .contains("ua.W", "ua.W.O0", "dc.W", "ep.W", "redis.A");
    assertThat(plan.workloads())
        .filteredOn(each -> !each.name().equals(Workloads.REDIS))
        .allSatisfy(each -> assertThat(each.npbTree()).contains(TREE));
    assertThat(plan.masterSeed()).isEqualTo(7);
  }

  @Test
  void aMillionKeysClimbThreeRungsOnceUnlessOthersAreNamed() {
    SuitePlan nightly =
        Profile.NIGHTLY.plan(7).toBuilder()
            .workloads(List.of(Workloads.find(Workloads.REDIS, "A")))
            .build();

    assertThat(nightly.cells(Isa.AARCH64))
        .extracting(CellSpec::rung)
        .containsExactly(Rung.NATIVE, Rung.DUMP_RESTORE, Rung.SHUFFLE);
    assertThat(nightly.toBuilder().rungs(List.of(Rung.IDENTITY)).build().cells(Isa.X86_64))
        .extracting(CellSpec::rung)
        .containsExactly(Rung.IDENTITY);
  }

  @Test
  void takesThoseOfATreeThatAProfileNames() {
    assertThat(Profile.SMOKE.plan(7).from(TREE).workloads())
        .extracting(Workload::id)
        .containsExactly("is.S", "cg.S", "mg.S");
  }
}
