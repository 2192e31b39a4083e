package io.riffle.assertions;

import io.riffle.flow.Completed;
import io.riffle.flow.RunOrigin;
import io.riffle.oracle.Judgement;
import io.riffle.oracle.Judgement.Objection;
import io.riffle.oracle.NpbOracle;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Assertions on a run of a program. Messages name the guest, the step, the elapsed time and the
 * log.
 *
 * <pre>{@code
 * Completed reference = flow.run();
 * flow.spawn(point);
 * flow.dump();
 * flow.shuffle(ShuffleOptions.seeded(42));
 * flow.restore();
 * assertThat(flow.complete()).isVerified().hasSameOutputAs(reference).leftNoProcess();
 * }</pre>
 */
public final class CompletedAssert extends AbstractAssert<CompletedAssert, Completed> {
  /** How long a process that has been told to end may take to be gone, on hardware. */
  private static final Duration LAST_STEPS = Duration.ofSeconds(2);

  private static final int TAIL = 1_500;

  CompletedAssert(Completed run) {
    super(run, CompletedAssert.class);
  }

  /** It ended with exit status 0 and wrote nothing to its standard error. */
  public CompletedAssert endedWell() {
    isNotNull();
    if (!Objects.equals(actual.end().status(), 0)) {
      fail("to end with exit status 0, but it ended with " + actual.end(), outputs());
    }
    if (!actual.errors().isEmpty()) {
      fail("to write nothing to stderr, but it wrote", tail(actual.errors()));
    }
    return this;
  }

  /**
   * It ended well and its own verification says {@code SUCCESSFUL}, in the way of the NAS Parallel
   * Benchmarks: one line {@code Verification = SUCCESSFUL}.
   */
  public CompletedAssert isVerified() {
    isNotNull();
    require(NpbOracle.judge(actual), "to be verified");
    return this;
  }

  /**
   * Its whole output equals the other run's; lines with times, rates and dates as the NAS Parallel
   * Benchmarks print them are not compared.
   */
  public CompletedAssert hasSameOutputAs(Completed reference) {
    isNotNull();
    require(NpbOracle.compare(actual, reference), "to print what the other run printed");
    return this;
  }

  /**
   * No process of the program is left in the guest, alive or a zombie, nor one that watched it. One
   * that is just ending is waited for, a second as on hardware.
   *
   * @throws IllegalStateException if the run does not say in which guest it was
   */
  public CompletedAssert leftNoProcess() {
    isNotNull();
    RunOrigin origin =
        actual
            .origin()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "this run does not say in which guest it was: take one from a Flow"));
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .atMost(origin.guest().budget(LAST_STEPS))
          .until(() -> origin.leftProcesses().isEmpty());
    } catch (ConditionTimeoutException e) {
      List<String> left = origin.leftProcesses();
      if (!left.isEmpty()) {
        fail("to leave no process, but there are", String.join("\n", left));
      }
    }
    return this;
  }

  private void require(Judgement judgement, String expectation) {
    if (judgement instanceof Objection objection) {
      fail(expectation + ", but " + objection.message(), objection.detail());
    }
  }

  private void fail(String expectation, String evidence) {
    failWithMessage(
        "%s",
        "Expected the run of "
            + actual.origin().map(RunOrigin::toString).orElse("a program")
            + "\n"
            + expectation
            + (evidence.isBlank()
                ? ""
                : ":\n" + evidence.stripTrailing().indent(2).stripTrailing()));
  }

  private String outputs() {
    return tail(actual.errors().isBlank() ? actual.output() : actual.errors());
  }

  static String tail(String text) {
    return text.length() <= TAIL ? text : "..." + text.substring(text.length() - TAIL);
  }
}
