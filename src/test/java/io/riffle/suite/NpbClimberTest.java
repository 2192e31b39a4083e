package io.riffle.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.host.HostException;
import io.riffle.isa.Isa;
import io.riffle.report.Rung;
import io.riffle.report.Verdict;
import io.riffle.shuffle.ShuffleOptions;
import io.riffle.workload.BuildFailedException;
import io.riffle.workload.Workload;
import io.riffle.workload.Workloads;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NpbClimberTest {
  private static final Workload IS = Workloads.find("is", "S");

  private final References references = new References();

  @Test
  void aProgramThatItsSourcesDoNotMakeHasFailed() {
    HostException fault = new BuildFailedException("clang said:\nis.c:3: error: no such type\n");

    assertThat(new NpbClimber(new Unbuilt(fault)).climb(climb()))
        .isInstanceOfSatisfying(
            Verdict.Failed.class,
            failed -> {
              assertThat(failed.check()).isEqualTo("compiler");
              assertThat(failed.message()).isEqualTo("is.c:3: error: no such type");
            });
    assertThat(references.spoiled(IS, Isa.X86_64)).isPresent();
  }

  @Test
  void aProgramThatThisMachineCannotBuildHasNotFailed() {
    HostException full = new HostException("the disk of /home is full: free space");

    assertThatThrownBy(() -> new NpbClimber(new Unbuilt(full)).climb(climb())).isSameAs(full);
    assertThat(references.spoiled(IS, Isa.X86_64)).isEmpty();
  }

  private Climb climb() {
    return new Climb(
        new CellSpec(IS, Isa.X86_64, Rung.NATIVE, List.of(), 0),
        ShuffleOptions.unchanged(),
        Path.of(""),
        null,
        references,
        SuiteListener.silent());
  }

  /** Gets no further than to building. */
  private record Unbuilt(HostException why) implements UnreachedPipelines {
    @Override
    public void build(Workload workload) {
      throw why;
    }
  }
}
