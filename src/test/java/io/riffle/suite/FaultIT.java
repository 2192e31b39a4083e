package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.isa.Isa;
import io.riffle.junit.RiffleExtension;
import io.riffle.junit.RiffleSession;
import io.riffle.report.Cell;
import io.riffle.report.Verdict;
import io.riffle.shuffle.Fault;
import io.riffle.shuffle.ShuffleOptions;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A shuffler with one small fault must be caught: the least that each part of it can do wrong. */
@ParameterizedClass(name = "{0}")
@EnumSource(Isa.class)
@ExtendWith(RiffleExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
class FaultIT {
  private static final long SEED = 1;

  @Parameter Isa isa;

  @ParameterizedTest(name = "{0} with the fault {1} no. {2}")
  @CsvSource({
    "mg, UNPATCHED_REFERENCE, 0",
    "mg, MISPLACED_SLOT, 0",
    "mg, FORGOTTEN_FRAME, 0",
    "mg, UNPATCHED_TEXT_PAGE, 0",
    "mg, MOVED_CALLEE_SAVED, 3",
  })
  @Execution(ExecutionMode.SAME_THREAD)
  void isCaught(String workload, Fault.Kind kind, int index, RiffleSession session) {
    CellSpec spec = SuitePlans.shuffled(workload, isa, SEED);

    Cell cell = session.runControl(spec, ShuffleOptions.seeded(SEED).with(new Fault(kind, index)));

    assertThat(cell.verdict()).isInstanceOf(Verdict.Failed.class);
    assertThat(((Verdict.Failed) cell.verdict()).step()).isEqualTo("complete");
  }
}
