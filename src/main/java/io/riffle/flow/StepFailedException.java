package io.riffle.flow;

/**
 * A step of a flow did not do its work; the message names the step, the command, its exit status
 * and the end of its log. What is tested is at fault, not the guest.
 *
 * <pre>{@code
 * try {
 *   flow.dump();
 * } catch (StepFailedException e) {
 *   System.err.println(e.trace().step() + " failed: " + e.reason());
 * }
 * }</pre>
 */
public final class StepFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int TAIL = 2_000;

  /** The monitor's exit status for it. */
  static final int ENDED_BEFORE = 3;

  /** The monitor's exit status if the program did not end, or come to its stop, in time. */
  static final int OUT_OF_TIME = 6;

  private final transient StepTrace trace;
  private final String why;
  private final String evidence;
  private final boolean endedBeforeStop;

  StepFailedException(StepTrace trace, String why, String log) {
    this(trace, why, log, trace.step() == Step.SPAWN && trace.exitCode() == ENDED_BEFORE);
  }

  StepFailedException(StepTrace trace, String why, String log, boolean endedBeforeStop) {
    super(trace.step() + " failed: " + why);
    this.trace = trace;
    this.why = why;
    this.endedBeforeStop = endedBeforeStop;
    this.evidence = log.length() <= TAIL ? log : "..." + log.substring(log.length() - TAIL);
  }

  /** The same with one more line of evidence, if there is one. */
  StepFailedException with(String line) {
    return line.isEmpty()
        ? this
        : new StepFailedException(trace, why, evidence + "\n" + line, endedBeforeStop);
  }

  /** The same for another reason than the bare exit status. */
  StepFailedException because(String reason) {
    return new StepFailedException(trace, reason, evidence, endedBeforeStop);
  }

  /** The step, with its command and exit status. */
  public StepTrace trace() {
    return trace;
  }

  /** Whether the program ended, well or not, before it was where it was to be suspended. */
  public boolean endedBeforeStop() {
    return endedBeforeStop;
  }

  /** The end of what the step said. */
  public String evidence() {
    return evidence;
  }

  @Override
  public String getMessage() {
    return super.getMessage()
        + "\n  command: "
        + trace.command()
        + "\n  exit status: "
        + trace.exitCode()
        + (evidence.isBlank() ? "" : "\n" + evidence.indent(2).stripTrailing());
  }

  /** The first line alone: step and reason. */
  public String reason() {
    return super.getMessage();
  }
}
