package io.riffle.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.setup.Requirements;
import io.riffle.workload.MigrationPoint;
import io.riffle.workload.Shapes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstructionStartsIT {
  @ParameterizedTest
  @EnumSource(Isa.class)
  void anObjectionNamesAPlaceToWhichThereIsNone(Isa isa) throws IOException {
    Requirements.ensure(System.err::println);
    Path binary =
        Shapes.build(Shapes.find("frames-O2"), isa, BuildCache.of(Home.fromEnvironment()));
    int refused = 0;
    for (int offset = 1; offset < 64; offset++) {
      MigrationPoint point = new MigrationPoint("integers", offset, 1);
      String objection = InstructionStarts.objection(binary, point).orElse("");
      if (!objection.isEmpty()) {
        refused++;
        assertThat(objection)
            .startsWith("no instruction begins at integers+0x" + Integer.toHexString(offset));
        int lower = Integer.decode(objection.substring(objection.lastIndexOf("+0x") + 1));
        assertThat(lower).isLessThan(offset);
        assertThat(InstructionStarts.objection(binary, new MigrationPoint("integers", lower, 1)))
            .isEmpty();
      }
    }

    assertThat(refused).isPositive().isLessThan(63);
    assertThat(InstructionStarts.objection(binary, new MigrationPoint("nothing", 4, 1)))
        .as("left to the monitor, which names functions that are close")
        .isEmpty();
  }
}
