package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.StopPoint;
import io.riffle.isa.Isa;
import io.riffle.junit.RiffleExtension;
import io.riffle.junit.RiffleSession;
import io.riffle.report.Cell;
import io.riffle.report.Rung;
import io.riffle.report.Verdict;
import io.riffle.workload.Workloads;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process stopped at whatever instruction it has reached is shuffled as well as at a function.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(Isa.class)
@ExtendWith(RiffleExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class TimedStopIT {
  @Parameter Isa isa;

  @ParameterizedTest(name = "ep stopped after {0} ms")
  @ValueSource(ints = 900)
  @Execution(ExecutionMode.SAME_THREAD)
  void isShuffled(int milliseconds, RiffleSession session) {
    Cell cell =
        session.run(
            new CellSpec(
                Workloads.find("ep", "S"),
                isa,
                Rung.SHUFFLE,
                new StopPoint.AfterTime(Duration.ofMillis(milliseconds)),
                SuitePlans.seed()));

    assertThat(cell.verdict()).as(cell.rerun()).isEqualTo(new Verdict.Passed());
  }
}
