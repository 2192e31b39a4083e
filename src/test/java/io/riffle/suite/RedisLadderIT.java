package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.StopPoint;
import io.riffle.isa.Isa;
import io.riffle.junit.RiffleExtension;
import io.riffle.junit.RiffleSession;
import io.riffle.report.Cell;
import io.riffle.report.Rung;
import io.riffle.report.Verdict;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Redis climbs the whole ladder, on every ISA. */
@ParameterizedClass(name = "{0}")
@EnumSource(Isa.class)
@ExtendWith(RiffleExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class RedisLadderIT {
  @Parameter Isa isa;

  Stream<CellSpec> cells() {
    Workload redis = Workloads.find(Workloads.REDIS, "S");
    StopPoint point = new StopPoint.AtFunction(Workloads.migrationPoints(redis).get(0));
    return Arrays.stream(Rung.values())
        .map(
            rung ->
                new CellSpec(
                    redis,
                    isa,
                    rung,
                    Collections.nCopies(CellSpec.rounds(rung), CellStop.at(point)),
                    SuitePlans.seed()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  @Execution(ExecutionMode.SAME_THREAD)
  void passes(CellSpec spec, RiffleSession session) {
    Cell cell = session.run(spec);

    assertThat(cell.verdict())
        .as("%s; again with: %s; logs in %s", spec, cell.rerun(), session.folder())
        .isEqualTo(new Verdict.Passed());
  }
}
