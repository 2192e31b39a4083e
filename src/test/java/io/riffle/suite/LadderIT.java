package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.junit.RiffleExtension;
import io.riffle.junit.RiffleSession;
import io.riffle.report.Cell;
import io.riffle.report.Verdict;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The regression suite: every workload climbs the whole ladder, on every ISA. {@code
 * -Driffle.profile=nightly} chooses other cells, {@code -Driffle.shard=1/4} a part of them.
 */
@ExtendWith(RiffleExtension.class)
@Isolated("its cells keep all cores busy")
class LadderIT {
  static Stream<CellSpec> cells() {
    return SuitePlans.chosen().cells().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void passes(CellSpec spec, RiffleSession session) {
    Cell cell = session.await(SuitePlans.chosen(), spec);

    assertThat(cell.verdict())
        .as("%s; again with: %s; logs in %s", spec, cell.rerun(), session.folder())
        .isEqualTo(new Verdict.Passed());
  }
}
