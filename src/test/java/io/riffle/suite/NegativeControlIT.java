package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.isa.Isa;
import io.riffle.junit.RiffleExtension;
import io.riffle.junit.RiffleSession;
import io.riffle.report.Cell;
import io.riffle.report.Verdict;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.shuffle.ShuffleOptions.Part;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Half a shuffle must be caught: the stack moved but not the code, and the code but not the stack.
 * cg is the hardest to catch, since it corrects itself: its verification still succeeds with the
 * stack alone moved, and only the lines on its way differ.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(Isa.class)
@ExtendWith(RiffleExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class NegativeControlIT {
  private static final long SEED = 1;

  @Parameter Isa isa;

  @ParameterizedTest(name = "{0} with only its {1} shuffled")
  @CsvSource({"is, STACK", "is, CODE", "cg, STACK", "cg, CODE", "mg, STACK", "mg, CODE"})
  @Execution(ExecutionMode.SAME_THREAD)
  void isCaught(String workload, Part part, RiffleSession session) {
    CellSpec spec = SuitePlans.shuffled(workload, isa, SEED);

    Cell cell = session.runControl(spec, ShuffleOptions.only(part, SEED));

    assertThat(cell.verdict()).isInstanceOf(Verdict.Failed.class);
    assertThat(((Verdict.Failed) cell.verdict()).step()).isEqualTo("complete");
    assertThat(cell.shuffle().orElseThrow().moved()).isPositive();
  }
}
