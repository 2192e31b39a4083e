package io.riffle.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MissingModulesTest {
  @Test
  void eachIsNamedWithItsPackageAndItsScript() {
    assertThat(
            MissingModules.sentence(
                List.of("elftools tools/rewrite.py", "nowhere_to_be criu-3.15/crit/crit")))
        .contains(
            "elftools (python3-pyelftools, for tools/rewrite.py),"
                + " nowhere_to_be (no Debian package known, for criu-3.15/crit/crit)")
        .contains("--guest-package");
  }

  @Test
  void nothingIsSaidIfNoneIsMissing() {
    assertThat(MissingModules.sentence(List.of())).isEmpty();
  }

  /** However much the step said. */
  @Test
  void theFailureOfAStepEndsWithThem() {
    StepFailedException failure = Failures.endedBeforeStop(Step.DUMP);

    StepFailedException more = failure.with("x".repeat(5_000)).with("it lacks elftools");

    assertThat(more.evidence()).startsWith("...").endsWith("x\nit lacks elftools");
    assertThat(more.reason()).isEqualTo(failure.reason());
    assertThat(more.endedBeforeStop()).isTrue();
    assertThat(failure.with("")).isSameAs(failure);
  }
}
