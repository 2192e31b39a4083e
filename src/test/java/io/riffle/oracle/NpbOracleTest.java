package io.riffle.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.riffle.flow.Completed;
import io.riffle.flow.Ended;
import io.riffle.oracle.Judgement.Agreed;
import io.riffle.oracle.Judgement.Objection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpbOracleTest {
  private static final String OUTPUT =
      """
       iteration 1 of 2: residual = 3.5e-04
       iteration 2 of 2: residual = 1.5e-04
       Time in seconds =                     0.35
       Mop/s total     =                    48.18
       Verification    =               SUCCESSFUL
       Compile date    =              22 Nov 2026
      """;
  private static final Ended WELL = new Ended(0, null);
  private static final Completed REFERENCE = new Completed(WELL, OUTPUT, "");

  @Test
  void agreesWithEqualOutput() {
    assertThat(NpbOracle.judge(REFERENCE, REFERENCE)).isEqualTo(new Agreed());
  }

  @Test
  void doesNotLookAtTimes() {
    String slower =
        OUTPUT.replace("0.35", "9.99").replace("48.18", "1.69").replace("22 Nov", "3 May");

    assertThat(NpbOracle.judge(new Completed(WELL, slower, ""), REFERENCE)).isEqualTo(new Agreed());
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCESSFUL, UNSUCCESSFUL, verification",
    "SUCCESSFUL, NOT PERFORMED, verification",
    "Verification, Vermification, verification",
    "1.5e-04, 1.6e-04, output",
    "iteration 2 of 2: residual = 1.5e-04, '', output",
  })
  void objectsToOtherOutput(String was, String is, String check) {
    Completed run = new Completed(WELL, OUTPUT.replace(was, is), "");

    assertThat(objection(run).check()).isEqualTo(check);
  }

  @Test
  void leavesOutWhatTwoIsasPrintDifferentlyInRunsThatBeganOnOne() {
    Completed there = new Completed(WELL, OUTPUT.replace("1.5e-04", "1.4e-04"), "");
    Completed mixed = new Completed(WELL, OUTPUT.replace("1.5e-04", "1.6e-04"), "");
    Completed wrong = new Completed(WELL, OUTPUT.replace("3.5e-04", "3.6e-04"), "");
    Completed unverified = new Completed(WELL, OUTPUT.replace("SUCC", "UNSUCC"), "");

    assertThat(NpbOracle.judgeMigrated(mixed, there, REFERENCE)).isEqualTo(new Agreed());
    assertThat(NpbOracle.judgeMigrated(mixed, REFERENCE, REFERENCE)).isInstanceOf(Objection.class);
    assertThat(NpbOracle.judgeMigrated(wrong, there, REFERENCE)).isInstanceOf(Objection.class);
    assertThat(NpbOracle.judgeMigrated(unverified, there, REFERENCE)).isInstanceOf(Objection.class);
  }

  @Test
  void objectsToASecondVerdict() {
    String twice = OUTPUT + " Verification    =               SUCCESSFUL\n";
    String doubtful = OUTPUT + " Verification    =             UNSUCCESSFUL\n";

    assertThat(objection(new Completed(WELL, twice, "")).check()).isEqualTo("output");
    assertThat(objection(new Completed(WELL, doubtful, "")).check()).isEqualTo("verification");
  }

  /** Lines that the public sources of the suite print. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        " CPU Time =    %s",
        " Initialization time =           %s seconds",
        " Initialization time:           %s seconds",
        " Benchmark Time   =                %s",
        " Tuples/s         =                %s",
        " Time in seconds =                 %s",
        " Mop/s total     =                 %s",
        "Total time:         %s ( 100.00%%)",
        "  mg-resid :  %s sec",
        " Elapsed %s seconds, %s Mflops",
      })
  void doesNotLookAtTimesOfAnyBenchmark(String line) {
    Completed run = new Completed(WELL, OUTPUT + line.replace("%s", "0.125") + "\n", "");
    Completed other = new Completed(WELL, OUTPUT + line.replace("%s", "17.25") + "\n", "");

    assertThat(NpbOracle.judge(run, other)).isEqualTo(new Agreed());
  }

  @Test
  void aTimeMayBeNegative() {
    Completed run = new Completed(WELL, OUTPUT + " rest time = -0.125\n", "");
    Completed other = new Completed(WELL, OUTPUT + " rest time =  0.250\n", "");

    assertThat(NpbOracle.judge(run, other)).isEqualTo(new Agreed());
  }

  @ParameterizedTest
  @CsvSource({
    "' Time step   20  norm 1.5', ' Time step   20  norm 1.6'",
    "' Time steps:        50', ' Time steps:        51'",
    "' Number of iterations:   60       dt:   0.010', ' Number of iterations:   60       dt:  "
        + " 0.011'",
    "' Sums =    -3.2e+03', ' Sums =    -3.3e+03'",
    "' T =    1     Checksum =   5.5e+02', ' T =    1     Checksum =   5.6e+02'",
  })
  void looksAtWhateverElseBenchmarksPrint(String line, String other) {
    Completed run = new Completed(WELL, OUTPUT + line + "\n", "");
    Completed reference = new Completed(WELL, OUTPUT + other + "\n", "");

    assertThat(NpbOracle.judge(run, reference)).isInstanceOf(Objection.class);
  }

  @Test
  void objectsToAMissingEndOfLine() {
    Completed run = new Completed(WELL, OUTPUT.stripTrailing(), "");

    assertThat(objection(run).check()).isEqualTo("output");
  }

  @Test
  void objectsToStderr() {
    assertThat(objection(new Completed(WELL, OUTPUT, "warning\n")).check()).isEqualTo("stderr");
  }

  @Test
  void objectsToAnExitStatus() {
    assertThat(objection(new Completed(new Ended(1, null), OUTPUT, "")).check()).isEqualTo("exit");
  }

  @Test
  void objectsToASignal() {
    Objection objection = objection(new Completed(new Ended(null, 11), OUTPUT, ""));

    assertThat(objection.check()).isEqualTo("exit");
    assertThat(objection.message()).contains("signal 11");
  }

  @Test
  void objectsToAnEndNobodySaw() {
    assertThat(objection(new Completed(new Ended(null, null), OUTPUT, "")).check())
        .isEqualTo("exit");
  }

  @Test
  void showsTheLinesThatDiffer() {
    Completed run = new Completed(WELL, OUTPUT.replace("3.5e-04", "3.6e-04"), "");

    assertThat(objection(run).detail()).contains("line 1", "- ", "3.5e-04", "+ ", "3.6e-04");
  }

  private static Objection objection(Completed run) {
    Judgement judgement = NpbOracle.judge(run, REFERENCE);
    assertThat(judgement).isInstanceOf(Objection.class);
    return (Objection) judgement;
  }
}
