package io.riffle.oracle;

import io.riffle.flow.Completed;
import io.riffle.oracle.Judgement.Agreed;
import io.riffle.oracle.Judgement.Objection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges runs of the NAS Parallel Benchmarks: nothing on stderr, exit status 0, the program's own
 * verdict SUCCESSFUL, and the whole output equal to that of an undisturbed run on the same ISA
 * apart from times and dates. The last is the sharpest: some kernels correct themselves, so that a
 * damaged run verifies and only prints other numbers on its way.
 */
public final class NpbOracle {
  private static final Pattern VERDICT =
      Pattern.compile("^ ?Verification\\s*=\\s*(.*?)\\s*$", Pattern.MULTILINE);
  private static final String SUCCESSFUL = "SUCCESSFUL";
  private static final int TAIL = 1_500;

  private NpbOracle() {}

  /** Judges an undisturbed run, by all but the comparison. */
  public static Judgement judge(Completed run) {
    if (!run.errors().isEmpty()) {
      return new Objection("stderr", "it wrote to stderr", tail(run.errors()));
    }
    if (run.end().signal() != null || !Objects.equals(run.end().status(), 0)) {
      return new Objection("exit", "it ended with " + run.end(), tail(run.output()));
    }
    List<String> verdicts = VERDICT.matcher(run.output()).results().map(m -> m.group(1)).toList();
    if (verdicts.size() != 1) {
      return new Objection(
          "verification",
          "its output has " + verdicts.size() + " verification lines instead of one",
          tail(run.output()));
    }
    String verdict = verdicts.get(0);
    return verdict.equals(SUCCESSFUL)
        ? new Agreed()
        : new Objection("verification", "its verification says " + verdict, tail(run.output()));
  }

  /**
   * Judges a run that was disturbed.
   *
   * @param reference an undisturbed run of the same binary's program on the same ISA
   */
  public static Judgement judge(Completed run, Completed reference) {
    Judgement alone = judge(run);
    return alone instanceof Objection ? alone : compare(run, reference);
  }

  /**
   * Compares two runs' output, times and dates apart, and judges nothing else. Fits any program,
   * since only lines that look like the suite's are left out.
   */
  public static Judgement compare(Completed run, Completed reference) {
    return OutputDifference.between(withoutTimes(reference.output()), withoutTimes(run.output()))
        .<Judgement>map(
            difference ->
                new Objection(
                    "output",
                    "its output differs from the native run's in "
                        + difference.lines()
                        + (difference.lines() == 1 ? " line" : " lines"),
                    difference.text()))
        .orElseGet(Agreed::new);
  }

  /** Blanks the values of the lines that differ between any two runs. */
  static String withoutTimes(String output) {
    Matcher volatileLines = VOLATILE.matcher(output);
    return volatileLines.replaceAll("$1");
  }

  private static final Pattern VOLATILE =
      Pattern.compile(
          "^(\\s*(?:Time in seconds|Mop/s total|Compile date|Initialization time|Total time)\\s*[=:]).*$",
          Pattern.MULTILINE);

  private static String tail(String text) {
    return text.length() <= TAIL ? text : "..." + text.substring(text.length() - TAIL);
  }
}
