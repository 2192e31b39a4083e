package io.riffle.assertions;

import static io.riffle.assertions.RiffleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.riffle.flow.Completed;
import io.riffle.flow.Ended;
import org.junit.jupiter.api.Test;

/** Each assertion passes for a good run, and fails for one that lacks just what it asks for. */
class CompletedAssertTest {
  private static final Ended WELL = new Ended(0, null);
  private static final String OUTPUT = " sum = 42\n Verification    =               SUCCESSFUL\n";
  private static final Completed GOOD = new Completed(WELL, OUTPUT, "");

  @Test
  void passesForAGoodRun() {
    assertThat(GOOD).endedWell().isVerified().hasSameOutputAs(GOOD);
  }

  @Test
  void noticesAnExitStatus() {
    Completed run = new Completed(new Ended(3, null), OUTPUT, "");

    assertThatThrownBy(() -> assertThat(run).endedWell())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("exit status 0")
        .hasMessageContaining("3");
  }

  @Test
  void noticesASignal() {
    Completed run = new Completed(new Ended(null, 11), OUTPUT, "");

    assertThatThrownBy(() -> assertThat(run).endedWell())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("killed by signal 11");
  }

  @Test
  void noticesWordsOnStandardError() {
    Completed run = new Completed(WELL, OUTPUT, "free(): invalid pointer\n");

    assertThatThrownBy(() -> assertThat(run).endedWell())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("free(): invalid pointer");
  }

  @Test
  void noticesAFailedVerification() {
    Completed run = new Completed(WELL, OUTPUT.replace("SUCCESSFUL", "UNSUCCESSFUL"), "");

    assertThatThrownBy(() -> assertThat(run).isVerified())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("to be verified");
  }

  @Test
  void noticesAnotherOutput() {
    Completed run = new Completed(WELL, OUTPUT.replace("42", "43"), "");

    assertThatThrownBy(() -> assertThat(run).hasSameOutputAs(GOOD))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("sum = 42")
        .hasMessageContaining("sum = 43");
  }

  @Test
  void doesNotTakeAnUnknownGuestForACleanOne() {
    assertThatThrownBy(() -> assertThat(GOOD).leftNoProcess())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("take one from a Flow");
  }
}
