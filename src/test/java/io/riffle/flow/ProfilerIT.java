package io.riffle.flow;

import static io.riffle.assertions.RiffleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.guest.Guest;
import io.riffle.host.BuildCache;
import io.riffle.host.Home;
import io.riffle.isa.Isa;
import io.riffle.junit.GuestTest;
import io.riffle.shell.CommandFailedException;
import io.riffle.workload.CProgramBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class ProfilerIT {
  @GuestTest
  void saysThatAProgramTakesTooLongAndEndsIt(Guest guest, Isa isa) {
    Home home = Home.fromEnvironment();
    Path binary =
        new CProgramBuilder(BuildCache.of(home))
            .build(
                "endless_long_named",
                List.of(Path.of("src/test/resources/io/riffle/flow/endless_long_named.c")),
                isa);
    InstalledProgram program =
        InstalledProgram.install(
            guest,
            new Program("endless_long_named", Map.of(isa, binary)),
            new MonitorBuild(home).get(isa));

    assertThatThrownBy(() -> new Profiler(program, Duration.ofSeconds(1)).find(List.of("step")))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("the program did not end within its time");
    assertThat(guest.run("pgrep endless", Duration.ofSeconds(4)).output()).isEmpty();
  }
}
