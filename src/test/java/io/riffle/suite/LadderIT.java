package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.isa.Isa;
import io.riffle.junit.RiffleExtension;
import io.riffle.junit.RiffleSession;
import io.riffle.report.Cell;
import io.riffle.report.Verdict;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The regression suite: every workload climbs the whole ladder, on every ISA. */
@ParameterizedClass(name = "{0}")
@EnumSource(Isa.class)
@ExtendWith(RiffleExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class LadderIT {
  @Parameter Isa isa;

  /** Those of one ISA, since an invocation's own is not known here. */
  static Stream<CellSpec> cells() {
    return SuitePlans.standard().cells(Isa.X86_64).stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  @Execution(ExecutionMode.SAME_THREAD)
  void passes(CellSpec any, RiffleSession session) {
    CellSpec spec = new CellSpec(any.workload(), isa, any.rung(), any.stops(), any.seed());

    Cell cell = session.run(spec);

    assertThat(cell.verdict())
        .as("%s; again with: %s; logs in %s", spec, cell.rerun(), session.folder())
        .isEqualTo(new Verdict.Passed());
  }
}
