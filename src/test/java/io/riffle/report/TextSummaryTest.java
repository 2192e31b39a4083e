package io.riffle.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextSummaryTest {
  @Test
  void isATableAndALineWhenAllIsGreen() {
    String text = TextSummary.of(SampleReports.green());

    assertThat(text.lines())
        .hasSize(12)
        .startsWith(
            "workload  isa      native    dump+restore  identity  shuffle",
            "ep.S      x86-64   ok 1.2 s  ok 2.5 s      ok 3.4 s  ok 3.4 s")
        .endsWith(
            "",
            "master seed 7301822944519076213, kernels: Riffle's own;"
                + " 6 min 20 s wall, guests busy 11 min 40 s over 2 workers: 1.09 of the ideal",
            "32 passed, 0 failed, 0 skipped");
    assertThat(text).endsWith("\n").matches("(?s)\\p{ASCII}*");
  }

  @Test
  void saysOfEachFailureWhereItIsAndHowToSeeItAgain() {
    assertThat(TextSummary.of(SampleReports.broken()))
        .containsSubsequence(
            "is.S      aarch64  ok 2.5 s  ERROR 1.5 s   skip        skip",
            "FAILED cg.S aarch64 shuffle, step complete, check output",
            "differs from the native run in 2 lines",
            "only moving frame objects breaks it",
            "seed        7301822944519076213",
            "run again   ./riffle run --workload cg --class S --isa aarch64",
            "FAILED mg.S x86-64 shuffle",
            "The rung identity breaks already",
            "ERRORED is.S aarch64 dump+restore, step dump")
        .endsWith("\n26 passed, 3 failed, 2 skipped, 1 errored\n");
  }

  @Test
  void countsSeedsThatShareAPlace() {
    assertThat(TextSummary.of(SampleReports.seeds()))
        .contains("ok 10/10", "FAIL 1/10", "seed        7301822944519076219");
  }

  @Test
  void keepsEscapeSequencesOfAProgramOffTheTerminal() {
    Cell cell = SampleReports.green().cells().get(0);
    Verdict verdict = new Verdict.Failed("complete", "output", "\u001b[2J\u0007one\ntwo", "");

    assertThat(TextSummary.of(SampleReports.report(List.of(SampleReports.ended(cell, verdict, 2)))))
        .contains("  ?[2J?one / two\n");
  }

  @Test
  void isOneLineForNothing() {
    assertThat(TextSummary.of(SampleReports.report(List.of())))
        .isEqualTo("0 passed, 0 failed, 0 skipped\n");
  }
}
