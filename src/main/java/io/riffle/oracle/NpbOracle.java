package io.riffle.oracle;

import io.riffle.flow.Completed;
import io.riffle.oracle.Judgement.Agreed;
import io.riffle.oracle.Judgement.Objection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges runs of the NAS Parallel Benchmarks: nothing on stderr, exit status 0, the program's own
 * verdict SUCCESSFUL, and the whole output equal to that of an undisturbed run on the same ISA
 * apart from times and dates. The last is the sharpest: some kernels correct themselves, so that a
 * damaged run verifies and only prints other numbers on its way.
 *
 * <pre>{@code
 * Completed reference = flow.run();
 * Judgement judgement = NpbOracle.judge(completed, reference);
 * }</pre>
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
    List<String> verdicts = VERDICT.matcher(run.output()).results().map(m -> m.group(1)).toList();
    // What the program itself found out says more than its exit status, which follows from it.
    for (String verdict : verdicts) {
      if (!verdict.equals(SUCCESSFUL)) {
        return new Objection(
            "verification", "its verification says " + verdict, tail(run.output()));
      }
    }
    if (run.end().signal() != null || !Objects.equals(run.end().status(), 0)) {
      return new Objection("exit", "it ended with " + run.end(), tail(run.output()));
    }
    return verdicts.isEmpty()
        ? new Objection("verification", "its output has no verification line", tail(run.output()))
        : new Agreed();
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
   * Judges a run that began on one ISA and ended on another. Where undisturbed runs of both print
   * the same, it must too; where they differ, as they may in the last digits, its own verification
   * says whether it is right.
   *
   * @param from an undisturbed run on the ISA where it began
   * @param to an undisturbed run on the ISA where it ended
   */
  public static Judgement judgeMigrated(Completed run, Completed from, Completed to) {
    Judgement alone = judge(run);
    if (alone instanceof Objection) {
      return alone;
    }
    List<String> there = withoutTimes(from.output()).lines().toList();
    List<String> here = withoutTimes(to.output()).lines().toList();
    List<String> seen = new ArrayList<>(withoutTimes(run.output()).lines().toList());
    for (int i = 0; i < Math.min(seen.size(), Math.min(there.size(), here.size())); i++) {
      if (!there.get(i).equals(here.get(i))) {
        seen.set(i, here.get(i));
      }
    }
    return difference(String.join("\n", here), String.join("\n", seen));
  }

  /**
   * Compares two runs' output, times and dates apart, and judges nothing else. Fits any program,
   * since only lines that look like the suite's are left out.
   */
  public static Judgement compare(Completed run, Completed reference) {
    return difference(withoutTimes(reference.output()), withoutTimes(run.output()));
  }

  private static Judgement difference(String expected, String seen) {
    return OutputDifference.between(expected, seen)
        .<Judgement>map(
            difference ->
                new Objection(
                    "output",
                    "its output differs from that of an undisturbed run in "
                        + difference.lines()
                        + (difference.lines() == 1 ? " line" : " lines"),
                    difference.text()))
        .orElseGet(Agreed::new);
  }

  /** Blanks the values of the lines that differ between any two runs. */
  static String withoutTimes(String output) {
    return TIMED
        .matcher(VOLATILE.matcher(output).replaceAll("$1"))
        .replaceAll(line -> Matcher.quoteReplacement(NUMBER.matcher(line.group()).replaceAll("")));
  }

  /** Lines of the results block; all that follows is left out. */
  private static final Pattern VOLATILE =
      Pattern.compile(
          "^(\\s*(?:Time in seconds|Mop/s total|Compile date)\\s*[=:]).*$", Pattern.MULTILINE);

  /**
   * What benchmarks print of times and speeds besides, such as {@code Initialization time}, {@code
   * CPU Time}, {@code Benchmark Time}, {@code Tuples/s}; the numbers with a decimal point are left
   * out. A time step is part of the problem.
   */
  private static final Pattern TIMED =
      Pattern.compile(
          "^(?!\\s*Time step).*(?:\\b(?:time|seconds?|secs?)\\b|mop/s|mflops?|tuples/s|/sec\\b).*$",
          Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  private static final Pattern NUMBER = Pattern.compile("\\s*-?\\b\\d+\\.\\d*(?:[eE][+-]?\\d+)?");

  private static String tail(String text) {
    return text.length() <= TAIL ? text : "..." + text.substring(text.length() - TAIL);
  }
}
